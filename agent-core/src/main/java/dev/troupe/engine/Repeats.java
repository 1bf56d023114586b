package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.journal.HeardSenders;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** What an agent knows of messages that come again by another way: those of durable senders, and those of a bucket. */
final class Repeats {
    private final int sendersLimit;
    private final @Nullable Durability durability;
    /** Null before the first: most agents in memory hear no durable sender. */
    private @Nullable HeardSenders senders;

    /**
     * Makes one for an agent.
     *
     * @param sendersLimit durable senders that an agent in memory remembers
     * @param durability of a durable agent, which stores whom it has heard
     */
    Repeats(int sendersLimit, @Nullable Durability durability) {
        this.sendersLimit = sendersLimit;
        this.durability = durability;
        this.senders = durability == null ? null : durability.stored().senders();
    }

    /** Returns what became of a message; null if it is new, or of nobody who repeats any. */
    @Nullable
    Outcome outcome(Envelope envelope) {
        if (durability != null && StoredSends.isBucket(envelope.recipient())) {
            return StoredSends.known(envelope, durability);
        }
        return senders == null ? null : senders.outcome(envelope);
    }

    /** A message has its end here. */
    void note(Envelope envelope, int attempts, @Nullable Failure failure) {
        if (senders == null && envelope.ordinal() > 0) {
            senders = new HeardSenders(sendersLimit);
        }
        if (senders != null) {
            senders.note(envelope, attempts, failure);
        }
    }
}
