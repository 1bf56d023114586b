package dev.troupe.delivery;

import java.util.List;

/**
 * What an inbox tells an outbox: how far it has accepted, and what became of entries.
 *
 * @param batch the number of the batch that this answers; 0 if it only tells of settled entries
 * @param home where the recipient lives now; a hint
 * @param activation names the life of the recipient; another one means that what it had accepted before is gone
 * @param acceptedUpTo the highest sequence number that this activation has accepted; 0 if none
 * @param state whether the recipient takes more
 * @param settled entries that are done, also those told before if they were sent again
 * @param <O> the outcome of an entry
 */
public record Report<O>(
        StreamId stream,
        long batch,
        String home,
        long activation,
        long acceptedUpTo,
        State state,
        List<Settled<O>> settled) {

    /** Whether the recipient takes more. */
    public enum State {
        /** Everything that was sent in order has been accepted. */
        OPEN,
        /** The inbox is full: send again what was not accepted, after a settlement or a while. */
        FULL,
        /** The recipient ends here: send again all that is not settled, to wherever it lives next. */
        RELEASED
    }

    /** The end of one entry. */
    public record Settled<O>(long seq, O outcome) {}

    public Report {
        settled = List.copyOf(settled);
    }
}
