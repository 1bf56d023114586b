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
 * @param <M> the message
 */
public record Batch<M>(StreamId stream, long number, long floor, long previous, List<Entry<M>> entries) {

    /** One message and its place in the stream. */
    public record Entry<M>(long seq, M message) {}

    public Batch {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries: none (expected: at least one)");
        }
    }
}
