package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.journal.HeardSenders;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** What an agent knows of messages that come again by another way: those of durable senders, and those of a bucket. */
final class Repeats {
    private final HeardSenders senders;
    private final @Nullable Durability durability;

    private Repeats(HeardSenders senders, @Nullable Durability durability) {
        this.senders = senders;
        this.durability = durability;
    }

    static Repeats of(Durability durability) {
        return new Repeats(durability.stored().senders(), durability);
    }

    /** @param sendersLimit durable senders that an agent in memory remembers */
    static Repeats inMemory(int sendersLimit) {
        return new Repeats(new HeardSenders(sendersLimit), null);
    }

    /** Returns what became of a message; null if it is new, or of nobody who repeats any. */
    @Nullable
    Outcome outcome(Envelope envelope) {
        return durability != null && StoredSends.isBucket(envelope.recipient())
                ? StoredSends.known(envelope, durability.underWay(envelope.id()))
                : senders.outcome(envelope);
    }

    /** A message has its end here. */
    void note(Envelope envelope, int attempts, @Nullable Failure failure) {
        senders.note(envelope, attempts, failure);
    }
}
