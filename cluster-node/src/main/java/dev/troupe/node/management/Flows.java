package dev.troupe.node.management;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.Outside;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Who talked to whom on this node in the last minutes: how many messages agents of one type handled that those of another
 * had sent. Up to {@value #MOST} pairs of types; further ones are counted as one of {@value #OTHER}. Thread-safe.
 */
final class Flows implements TurnListener {
    static final int MINUTES = 10;
    /** Where messages come from that no agent has sent. */
    static final String OUTSIDE = "outside";

    private static final int MOST = 1_000;
    private static final String OTHER = "other";
    private static final long MINUTE = 60_000;

    /** Counts of the last minutes; a minute that is over by more than that gives its place to a new one. */
    private static final class Counts {
        private final AtomicLongArray minutes = new AtomicLongArray(MINUTES);
        private final AtomicLongArray counts = new AtomicLongArray(MINUTES);

        void add(long minute) {
            int place = (int) (minute % MINUTES);
            long before = minutes.get(place);
            if (before < minute && minutes.compareAndSet(place, before, minute)) {
                counts.set(place, 0); // what others count in this moment may go
            }
            counts.incrementAndGet(place);
        }

        long sum(long now) {
            long sum = 0;
            for (int place = 0; place < MINUTES; place++) {
                if (minutes.get(place) > now - MINUTES) {
                    sum += counts.get(place);
                }
            }
            return sum;
        }
    }

    /** How much went from one type to another. */
    record Flow(String from, String to, long messages) {}

    private final Clock clock;
    private final ConcurrentMap<String, ConcurrentMap<String, Counts>> byRecipient = new ConcurrentHashMap<>();
    private final AtomicInteger pairs = new AtomicInteger();

    Flows(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
        if (how == TurnEnd.APPLIED && delivery.stream() != null && !StoredSends.isBucket(agent)) {
            counts(sender(delivery.envelope()), agent.type()).add(clock.millis() / MINUTE);
        }
    }

    private static String sender(Envelope envelope) {
        return StoredSends.shownSender(envelope)
                .map(AgentId::type)
                .filter(type -> !type.equals(Outside.TYPE))
                .orElse(OUTSIDE);
    }

    private Counts counts(String from, String to) {
        var senders = byRecipient.get(to);
        var known = senders == null ? null : senders.get(from);
        if (known != null) {
            return known;
        }
        boolean room = pairs.get() < MOST || from.equals(OTHER);
        return room ? add(from, to) : add(OTHER, OTHER);
    }

    private Counts add(String from, String to) {
        return byRecipient
                .computeIfAbsent(to, type -> new ConcurrentHashMap<>())
                .computeIfAbsent(from, type -> {
                    pairs.incrementAndGet();
                    return new Counts();
                });
    }

    /** Returns what was handled in the last minutes, in the order of the names. */
    List<Flow> list() {
        long now = clock.millis() / MINUTE;
        Map<String, Flow> flows = new TreeMap<>();
        byRecipient.forEach((to, senders) -> senders.forEach((from, counts) -> {
            long messages = counts.sum(now);
            if (messages > 0) {
                flows.put(from + " " + to, new Flow(from, to, messages));
            }
        }));
        return List.copyOf(flows.values());
    }
}
