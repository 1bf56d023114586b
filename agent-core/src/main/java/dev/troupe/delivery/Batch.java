package dev.troupe.delivery;

import java.util.List;

/**
 * What an outbox sends to one recipient at once.
 *
 * @param number names this batch in the {@link Report} that answers it; from 1
 * @param floor the lowest sequence number the sender still needs to know about; everything below is settled
 * @param previous the highest sequence number that was sent before and may be unsettled; 0 if there is none. An inbox
 *     that does not have it must not take the entries, or it would break the order
 * @param entries in ascending order of sequence number; at least one
 * @param redeliveredUpTo the entries up to this sequence number may have been accepted before: by an activation of the
 *     recipient that is gone, or by the one that gets them now, which knows them then; 0 if none can have been. Cautious:
 *     what was sent and not answered counts, whether it arrived or not. A batch that the network doubles, or brings
 *     behind a later one, says what was known when it was sent
 * @param <M> the message
 */
public record Batch<M>(
        StreamId stream, long number, long floor, long previous, List<Entry<M>> entries, long redeliveredUpTo) {

    /** One message and its place in the stream. */
    public record Entry<M>(long seq, M message) {}

    public Batch {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries: none (expected: at least one)");
        }
    }

    /** Makes one whose entries are sent for the first time. */
    public Batch(StreamId stream, long number, long floor, long previous, List<Entry<M>> entries) {
        this(stream, number, floor, previous, entries, 0);
    }

    /** Tells whether one of the entries may have been accepted before. */
    public boolean redelivered(Entry<M> entry) {
        return entry.seq() <= redeliveredUpTo;
    }

    /** Returns how many of the entries may have been accepted before. */
    public int redelivered() {
        int count = 0;
        while (count < entries.size() && redelivered(entries.get(count))) {
            count++;
        }
        return count;
    }
}
