package dev.troupe.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Outbox} knows of one recipient. Sent entries wait in {@code sent}, the others in {@code queued}; every
 * sequence number in {@code sent} is lower than every one in {@code queued}.
 */
final class Channel<A, M, O> {

    /** An unsettled message. */
    static final class Item<M> {
        final long seq;
        final M message;
        final long deadline;
        boolean everSent;

        Item(long seq, M message, long deadline) {
            this.seq = seq;
            this.message = message;
            this.deadline = deadline;
        }
    }

    final A recipient;
    private final Map<Long, Item<M>> sent = new LinkedHashMap<>();
    private Deque<Item<M>> queued = new ArrayDeque<>();
    private long lastSent;
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

    Channel(A recipient) {
        this.recipient = recipient;
    }

    int size() {
        return sent.size() + queued.size();
    }

    void add(Item<M> item) {
        queued.addLast(item);
        earliestDeadline = Math.min(earliestDeadline, item.deadline);
    }

    boolean maySend(long now) {
        return batchUnderWay == 0 && !queued.isEmpty() && notBefore <= now;
    }

    Batch<M> nextBatch(StreamId stream, long number, OutboxLimits limits, ToIntFunction<M> bytesOf) {
        long previous = sent.isEmpty() ? 0 : lastSent;
        List<Batch.Entry<M>> entries = new ArrayList<>();
        long bytes = 0;
        // One that did not answer is not there or has too much to do: it is tried with little, but often.
        int most = acceptTimeout == 0 ? limits.batchMessages() : 1;
        while (!queued.isEmpty() && entries.size() < most) {
            bytes += bytesOf.applyAsInt(queued.getFirst().message);
            if (!entries.isEmpty() && bytes > limits.batchBytes()) {
                break;
            }
            var item = queued.removeFirst();
            item.everSent = true;
            sent.put(item.seq, item);
            lastSent = item.seq;
            entries.add(new Batch.Entry<>(item.seq, item.message));
        }
        lastBatch = number;
        batchUnderWay = number;
        return new Batch<>(stream, number, floor(), previous, entries);
    }

    void sentAt(long now) {
        batchSentAt = now;
        quietSince = now;
    }

    void onReport(Report<O> report, long now, OutboxLimits limits, Outbox.Port<A, M, O> port) {
        report.settled().forEach(settled -> settle(settled, port));
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
        notBefore = 0;
        acceptTimeout = 0;
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
        if (sent.isEmpty() || quietSince + limits.settleTimeout() > now) {
            return null;
        }
        quietSince = now;
        lastBatch = number;
        question = number;
        // One entry is enough to learn whether the activation that accepted the others still lives.
        var lowest = sent.values().iterator().next();
        return new Batch<>(stream, number, lowest.seq, 0, List.of(new Batch.Entry<>(lowest.seq, lowest.message)));
    }

    private long acceptTimeout(OutboxLimits limits) {
        if (acceptTimeout != 0) {
            return acceptTimeout;
        }
        return activation == 0 ? limits.seekTimeout() : limits.acceptTimeout();
    }

    void expire(long now, long grace, Outbox.Port<A, M, O> port) {
        if (earliestDeadline > now) {
            return;
        }
        earliestDeadline = Long.MAX_VALUE;
        expire(sent.values().iterator(), heardAt, now, grace, port);
        expire(queued.iterator(), 0, now, grace, port);
        if (sent.isEmpty()) {
            batchUnderWay = 0;
        }
    }

    private void settle(Report.Settled<O> settled, Outbox.Port<A, M, O> port) {
        var item = sent.remove(settled.seq());
        if (item == null) {
            item = removeQueued(settled.seq());
        }
        if (item != null) {
            port.settled(recipient, item.message, settled.outcome());
        }
    }

    /** An entry that was taken back after a resend, and that its earlier copy has settled meanwhile. */
    private @Nullable Item<M> removeQueued(long seq) {
        for (Iterator<Item<M>> items = queued.iterator(); items.hasNext(); ) {
            var item = items.next();
            if (item.seq == seq) {
                items.remove();
                return item;
            }
            if (item.seq > seq) {
                return null;
            }
        }
        return null;
    }

    /** Moves what the recipient does not have back to the front of the queue. */
    private void takeBack(long acceptedUpTo) {
        Deque<Item<M>> all = new ArrayDeque<>();
        for (Iterator<Item<M>> items = sent.values().iterator(); items.hasNext(); ) {
            var item = items.next();
            if (item.seq > acceptedUpTo) {
                items.remove();
                all.addLast(item);
            }
        }
        if (!all.isEmpty()) {
            all.addAll(queued);
            queued = all;
            lastSent = Math.min(lastSent, acceptedUpTo);
        }
    }

    private void expire(Iterator<Item<M>> items, long heard, long now, long grace, Outbox.Port<A, M, O> port) {
        while (items.hasNext()) {
            var item = items.next();
            // A recipient that has the entry settles it itself; as long as it is heard, it is given the time to.
            long expiry = item.everSent ? Times.after(Math.max(item.deadline, heard), grace) : item.deadline;
            if (expiry <= now) {
                items.remove();
                port.expired(recipient, item.message, item.everSent);
            } else {
                earliestDeadline = Math.min(earliestDeadline, expiry);
            }
        }
    }

    private long floor() {
        return sent.values().iterator().next().seq;
    }
}
