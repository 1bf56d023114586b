package dev.troupe.delivery;

import dev.troupe.delivery.Window.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What an {@link Outbox} knows of one recipient. */
final class Channel<A, M, W, O> {
    final A recipient;
    /** Whether its outbox looks at it with the next flush. */
    boolean ready;

    private final Window<M, W> window = new Window<>();
    private long lastSent;
    /** The highest place that the recipient may have accepted, in this activation or an earlier one. */
    private long mayHaveAccepted;
    /** The same as it was before the batch under way. */
    private long mayHaveAcceptedBefore;

    private long lastBatch;
    private long batchUnderWay;
    private long batchSentAt;
    /** The number of the batch that asks after accepted entries; 0 if none does. */
    private long question;

    private long heardAt;
    private long quietSince;
    private long notBefore;
    /** How long the batch under way may take; 0 unless those before it were not answered in time. */
    private long acceptTimeout;

    private long earliestDeadline = Long.MAX_VALUE;
    private long activation;
    /** Answers to batches up to this one come from where the recipient no longer is. */
    private long outdated;

    private @Nullable String home;
    private boolean inDoubt;

    Channel(A recipient) {
        this.recipient = recipient;
    }

    int size() {
        return window.size();
    }

    void add(Item<M, W> item) {
        window.add(item);
        earliestDeadline = Math.min(earliestDeadline, item.deadline);
    }

    boolean maySend(long now) {
        return batchUnderWay == 0 && window.hasWaiting() && notBefore <= now;
    }

    Batch<M> nextBatch(StreamId stream, long number, OutboxLimits limits, ToIntFunction<M> bytesOf) {
        long previous = window.hasSent() ? lastSent : 0;
        List<Batch.Entry<M>> entries = new ArrayList<>();
        long bytes = 0;
        // One that did not answer is not there or has too much to do: it is tried with little, but often.
        int most = acceptTimeout == 0 ? limits.batchMessages() : 1;
        while (window.hasWaiting() && entries.size() < most) {
            var entry = window.firstWaiting().entry;
            bytes += bytesOf.applyAsInt(entry.message());
            if (!entries.isEmpty() && bytes > limits.batchBytes()) {
                break;
            }
            window.send();
            lastSent = entry.seq();
            entries.add(entry);
        }
        lastBatch = number;
        batchUnderWay = number;
        mayHaveAcceptedBefore = mayHaveAccepted;
        mayHaveAccepted = Math.max(mayHaveAccepted, lastSent);
        long floor = window.first().seq();
        return new Batch<>(stream, number, floor, previous, entries, redeliveredUpTo(entries, mayHaveAcceptedBefore));
    }

    private static <M> long redeliveredUpTo(List<Batch.Entry<M>> entries, long acceptedUpTo) {
        return entries.get(0).seq() <= acceptedUpTo ? acceptedUpTo : 0;
    }

    void sentAt(long now) {
        batchSentAt = now;
        quietSince = now;
    }

    void onReport(Report<O> report, long now, OutboxLimits limits, Outbox.Port<A, M, W, O> port) {
        long waitsSince = oldestAt();
        report.settled().forEach(settled -> settle(settled, port));
        noteAccepted(report);
        if (report.state() == Report.State.RELEASED) {
            onReleased(report, now, limits);
            return;
        }
        boolean answered = answersBatch(report);
        boolean asked = question != 0 && report.batch() == question;
        if (!answered && !asked && isLate(report)) {
            return;
        }
        boolean moved = activation != 0 && activation != report.activation();
        boolean reportsWereLost = asked && !report.settled().isEmpty();
        question = 0;
        activation = report.activation();
        home = report.home();
        if (inDoubt) {
            inDoubt = false;
            port.heardAgain(recipient, now - Math.max(heardAt, waitsSince));
        }
        heardAt = now;
        quietSince = now;
        acceptTimeout = 0;
        if (reportsWereLost) {
            takeBack(0); // the inbox tells the outcome of each that it has settled again
        } else if (answered || moved) {
            takeBack(report.acceptedUpTo());
        }
        if (answered || report.acceptedUpTo() >= lastSent) {
            batchUnderWay = 0;
        }
        if (answered && report.state() == Report.State.FULL) {
            notBefore = now + limits.retryDelay();
        } else if (!report.settled().isEmpty()) {
            notBefore = now;
        }
    }

    /** What is not accepted with the answer to a batch was refused: nobody has it because of that batch. */
    private void noteAccepted(Report<O> report) {
        long before = answersBatch(report) ? mayHaveAcceptedBefore : mayHaveAccepted;
        mayHaveAccepted = Math.max(before, report.acceptedUpTo());
    }

    /** A stale farewell of an earlier activation is ignored: its successor has what it left. */
    private void onReleased(Report<O> report, long now, OutboxLimits limits) {
        if (activation == 0 || activation == report.activation() || answersBatch(report)) {
            onGone();
            notBefore = now + limits.retryDelay();
        }
    }

    /** What an earlier activation settled is settled, but how far it got does not count for its successor. */
    private boolean isLate(Report<O> report) {
        return activation == 0 ? report.batch() <= outdated : activation != report.activation();
    }

    private boolean answersBatch(Report<O> report) {
        return batchUnderWay != 0 && report.batch() == batchUnderWay;
    }

    @Nullable
    String home() {
        return home;
    }

    boolean inDoubt() {
        return inDoubt;
    }

    boolean mayLiveAt(String node) {
        return home == null || home.equals(node);
    }

    /** The recipient is no longer where it was. */
    void onGone() {
        startOver();
        outdated = lastBatch;
    }

    /** Everything unsettled goes out again from the lowest, to wherever the recipient is. */
    private void startOver() {
        takeBack(0);
        batchUnderWay = 0;
        question = 0;
        activation = 0;
        home = null;
        inDoubt = true;
        notBefore = 0;
        acceptTimeout = 0;
    }

    /** Returns when the oldest unsettled message was offered. */
    long oldestAt() {
        return window.first().offeredAt;
    }

    /** Sends again what was not accepted in time; returns a batch that asks after accepted entries that are silent. */
    @Nullable
    Batch<M> onTick(StreamId stream, long number, long now, OutboxLimits limits) {
        if (batchUnderWay != 0) {
            long timeout = acceptTimeout(limits);
            if (batchSentAt + timeout <= now) {
                startOver();
                acceptTimeout = Math.min(limits.maxAcceptTimeout(), 2 * timeout);
            }
            return null;
        }
        if (!window.hasSent() || quietSince + limits.settleTimeout() > now) {
            return null;
        }
        quietSince = now;
        lastBatch = number;
        question = number;
        // One entry is enough to learn whether the activation that accepted the others still lives.
        var lowest = List.of(window.first().entry);
        return new Batch<>(stream, number, lowest.get(0).seq(), 0, lowest, redeliveredUpTo(lowest, mayHaveAccepted));
    }

    private long acceptTimeout(OutboxLimits limits) {
        if (acceptTimeout != 0) {
            return acceptTimeout;
        }
        return activation == 0 ? limits.seekTimeout() : limits.acceptTimeout();
    }

    void expire(long now, long grace, Outbox.Port<A, M, W, O> port) {
        if (earliestDeadline > now) {
            return;
        }
        earliestDeadline = Long.MAX_VALUE;
        window.visit((item, sent) -> {
            // A recipient that has the entry settles it itself; as long as it is heard, it is given the time to.
            long heard = sent ? Math.max(item.deadline, heardAt) : item.deadline;
            long expiry = item.everSent ? Times.after(heard, grace) : item.deadline;
            if (expiry <= now) {
                port.expired(recipient, item.entry.message(), item.owner, item.everSent);
                return true;
            }
            earliestDeadline = Math.min(earliestDeadline, expiry);
            return false;
        });
        if (!window.hasSent()) {
            batchUnderWay = 0;
        }
    }

    /** Settles what was never sent; returns whether something else was sent and is not settled. */
    boolean withdraw(Predicate<? super M> which, O outcome, Outbox.Port<A, M, W, O> port) {
        List<Item<M, W>> sent = new ArrayList<>(1);
        window.visit((item, underWay) -> {
            if (!which.test(item.entry.message())) {
                return false;
            }
            if (item.everSent) {
                sent.add(item);
                return false;
            }
            port.settled(recipient, item.entry.message(), item.owner, outcome);
            return true;
        });
        return !sent.isEmpty();
    }

    void forEach(Consumer<? super M> each) {
        window.visit((item, sent) -> {
            each.accept(item.entry.message());
            return false;
        });
    }

    void abandon(BiConsumer<M, W> each) {
        window.visit((item, sent) -> {
            each.accept(item.entry.message(), item.owner);
            return true;
        });
    }

    private void settle(Report.Settled<O> settled, Outbox.Port<A, M, W, O> port) {
        var item = window.settle(settled.seq());
        if (item != null) {
            port.settled(recipient, item.entry.message(), item.owner, settled.outcome());
        }
    }

    /** What the recipient does not have waits again, before all others. */
    private void takeBack(long acceptedUpTo) {
        if (window.takeBack(acceptedUpTo)) {
            lastSent = Math.min(lastSent, acceptedUpTo);
        }
    }
}
