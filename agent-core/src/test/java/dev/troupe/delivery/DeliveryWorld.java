package dev.troupe.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Outboxes and inboxes on a bad network, in virtual time, all out of one seed. It throws as soon as a promise is broken;
 * {@link #history} says what happened until then.
 */
final class DeliveryWorld {
    /** A message: the {@code number}th that one life of a sender offers to one recipient. */
    record Message(int sender, long incarnation, int recipient, int number, long deadline) {}

    private record Event(long at, long order, Runnable action) {}

    private static final OutboxLimits LIMITS = new OutboxLimits(4, 40, 100, 200, 800, 1000, 50, 400);
    private static final long FAULTS_END = 2_500;
    /** A few settle time-outs after the faults have stopped, everything must be settled. */
    private static final long THE_END = 10_000;

    private final SplittableRandom random;
    private final boolean recording;
    private final boolean shortDeadlines;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Sender> senders = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final Map<Message, String> ended = new HashMap<>();
    final List<String> history = new ArrayList<>();
    private long now;

    private long order;
    private long lastIncarnation;
    int accepted;
    int expired;
    int redelivered;

    /** @param recording whether to keep the history, which costs most of the time */
    DeliveryWorld(long seed, boolean recording) {
        this.recording = recording;
        random = new SplittableRandom(seed);
        shortDeadlines = random.nextInt(4) == 0;
        int recipientCount = 1 + random.nextInt(4);
        for (int id = 0; id < recipientCount; id++) {
            receivers.add(new Receiver(id, 1 + random.nextInt(8)));
        }
        int senderCount = 1 + random.nextInt(3);
        for (int id = 0; id < senderCount; id++) {
            senders.add(new Sender(id));
        }
    }

    void run() {
        scheduleActions();
        while (!events.isEmpty() && events.peek().at() <= THE_END && !(now > FAULTS_END && allEnded())) {
            var event = events.remove();
            now = event.at();
            event.action().run();
        }
        for (var sender : senders) {
            require(
                    sender.outbox.isEmpty(),
                    sender.outbox + " (expected: everything settled after the faults stopped)");
            sender.offered.forEach(message -> require(ended.containsKey(message), "lost: " + message));
        }
        receivers.forEach(receiver -> require(receiver.inbox.waiting() == 0, receiver.id + " has entries left"));
    }

    private void scheduleActions() {
        int actions = 20 + random.nextInt(60);
        for (int action = 0; action < actions; action++) {
            at(random.nextLong(FAULTS_END), this::act);
        }
        at(100, this::tick);
        receivers.forEach(receiver -> at(10, receiver::work));
    }

    private void tick() {
        senders.forEach(Sender::tick);
        at(now + 100, this::tick);
    }

    private void act() {
        int dice = random.nextInt(20);
        var receiver = receivers.get(random.nextInt(receivers.size()));
        if (dice < 15) {
            senders.get(random.nextInt(senders.size())).offer(1 + random.nextInt(6));
        } else if (dice < 17) {
            receiver.restart(random.nextBoolean());
        } else if (dice == 17) {
            senders.get(random.nextInt(senders.size())).restart();
        } else if (dice == 18) {
            log("node left", receiver.home);
            String gone = receiver.home;
            receiver.restart(false);
            senders.forEach(sender -> sender.outbox.onNodeLeft(gone));
        } else {
            receiver.pausedUntil = now + random.nextInt(1_500);
        }
    }

    private boolean allEnded() {
        return senders.stream().allMatch(sender -> sender.outbox.isEmpty())
                && receivers.stream().allMatch(receiver -> receiver.inbox.waiting() == 0);
    }

    /** Carries something: late, twice or not at all while there are faults. */
    private void carry(String what, Runnable arrival) {
        boolean faulty = now < FAULTS_END;
        if (faulty && random.nextInt(6) == 0) {
            log("lost", what);
            return;
        }
        at(now + 1 + random.nextInt(faulty ? 300 : 5), arrival);
        if (faulty && random.nextInt(8) == 0) {
            at(now + 1 + random.nextInt(1_200), arrival);
        }
    }

    private void at(long time, Runnable action) {
        events.add(new Event(time, order++, action));
    }

    private void log(String what, Object... about) {
        if (recording) {
            history.add(now + " " + what + " " + List.of(about));
        }
    }

    private static void require(boolean holds, String otherwise, Object... about) {
        if (!holds) {
            throw new AssertionError(otherwise + " " + List.of(about));
        }
    }

    private final class Sender implements Outbox.Port<Integer, Message, Integer, String> {
        final int id;
        final Map<Integer, Integer> numbers = new HashMap<>();
        List<Message> offered = new ArrayList<>();
        long incarnation;
        Outbox<Integer, Message, Integer, String> outbox;

        Sender(int id) {
            this.id = id;
            this.incarnation = ++lastIncarnation;
            this.outbox = newOutbox();
        }

        private Outbox<Integer, Message, Integer, String> newOutbox() {
            return new Outbox<>(new StreamId("sender-" + id, incarnation), LIMITS, message -> 10, this);
        }

        /** What it had not settled is gone with it. */
        void restart() {
            incarnation = ++lastIncarnation;
            log("sender restarts", id, incarnation);
            offered = new ArrayList<>();
            numbers.clear();
            outbox = newOutbox();
        }

        void offer(int count) {
            int recipient = random.nextInt(receivers.size());
            for (int each = 0; each < count; each++) {
                int number = numbers.merge(recipient, 1, Integer::sum);
                long deadline = shortDeadlines ? now + random.nextInt(3_000) : Long.MAX_VALUE / 2;
                var message = new Message(id, incarnation, recipient, number, deadline);
                offered.add(message);
                log("offer", message);
                outbox.offer(recipient, message, id, deadline);
            }
            outbox.flush(now);
        }

        void tick() {
            outbox.onTick(now);
        }

        @Override
        public void send(Integer recipient, @Nullable String home, boolean inDoubt, Batch<Message> batch) {
            log("send", recipient, batch);
            var arrivals = new int[1];
            carry("batch", () -> receivers.get(recipient).onBatch(batch, ++arrivals[0] > 1));
        }

        void onReport(int from, Report<String> report) {
            log("report", id, report);
            outbox.onReport(from, report, now);
            outbox.flush(now);
        }

        @Override
        public void settled(Integer recipient, Message message, Integer owner, String outcome) {
            require(outcome.equals("done " + message.number()), "wrong outcome", message, outcome);
            end(message, outcome);
        }

        @Override
        public void expired(Integer recipient, Message message, Integer owner, boolean sent) {
            require(now >= message.deadline(), "expired early", now, message);
            expired++;
            end(message, "expired");
        }

        private void end(Message message, String how) {
            log("end", message, how);
            require(ended.put(message, how) == null, "ended twice", message);
        }
    }

    private final class Receiver {
        final int id;
        final int limit;
        final List<Batch.Entry<Message>> waiting = new ArrayList<>();
        final List<StreamId> streams = new ArrayList<>();
        final Set<Message> seen = new HashSet<>();
        /** The batch that each message came with, to this activation and to those that are gone; copies are left out. */
        final Map<Message, Long> broughtBy = new HashMap<>();

        final Map<Message, Long> broughtBefore = new HashMap<>();
        Inbox<Message, String> inbox;
        String home = "node-a";
        long pausedUntil;
        long activation;

        Receiver(int id, int limit) {
            this.id = id;
            this.limit = limit;
            this.activation = ++lastIncarnation;
            this.inbox = new Inbox<>(home, activation, limit, 64);
        }

        void restart(boolean gracefully) {
            if (gracefully) {
                inbox.release().forEach(this::send);
            }
            waiting.clear();
            streams.clear();
            seen.clear();
            broughtBy.forEach((message, batch) -> broughtBefore.merge(message, batch, Math::min));
            broughtBy.clear();
            home = "node-" + (char) ('a' + random.nextInt(3));
            activation = ++lastIncarnation;
            log("receiver restarts", id, activation, home);
            inbox = new Inbox<>(home, activation, limit, 64);
        }

        /** @param copy whether the network has brought it before, of which its sender cannot know */
        void onBatch(Batch<Message> batch, boolean copy) {
            for (var entry : inbox.accept(batch)) {
                checkOrder(entry.message());
                if (!copy) {
                    checkMark(entry.message(), batch.number(), batch.redelivered(entry));
                }
                waiting.add(entry);
                streams.add(batch.stream());
                accepted++;
            }
            require(inbox.waiting() <= limit + inbox.streams(), "over its limit", id, inbox.waiting(), limit);
            inbox.reports().forEach(this::send);
        }

        private void checkOrder(Message message) {
            log("accept", message, activation);
            require(seen.add(message), "accepted twice in one activation", message);
            for (var sender : senders) {
                for (var earlier : sender.offered) {
                    if (earlier.sender() == message.sender()
                            && earlier.incarnation() == message.incarnation()
                            && earlier.recipient() == message.recipient()
                            && earlier.number() < message.number()) {
                        require(
                                seen.contains(earlier) || ended.containsKey(earlier),
                                "accepted before an earlier one",
                                message,
                                earlier);
                    }
                    require(
                            !seen.contains(earlier)
                                    || earlier.number() <= message.number()
                                    || earlier.incarnation() != message.incarnation()
                                    || earlier.recipient() != message.recipient(),
                            "accepted after a later one",
                            message,
                            earlier);
                }
            }
        }

        /** A batch that comes late, behind one that was sent after it, tells what was known when it was sent. */
        private void checkMark(Message message, long batch, boolean marked) {
            boolean again = broughtBefore.getOrDefault(message, Long.MAX_VALUE) < batch;
            require(marked || !again, "accepted again without the mark", message);
            broughtBy.put(message, batch);
            redelivered += again ? 1 : 0;
        }

        /** Settles some of what waits, not always the first. */
        void work() {
            if (now >= pausedUntil && !waiting.isEmpty()) {
                int index = random.nextInt(Math.min(3, waiting.size()));
                var entry = waiting.remove(index);
                inbox.settle(
                        streams.remove(index),
                        entry.seq(),
                        "done " + entry.message().number());
                inbox.reports().forEach(this::send);
            }
            at(now + 1 + random.nextInt(40), this::work);
        }

        private void send(Report<String> report) {
            int sender = Integer.parseInt(report.stream().origin().substring("sender-".length()));
            carry("report", () -> senders.get(sender).onReport(id, report));
        }
    }
}
