package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.journal.HeardSenders;
import dev.troupe.journal.StoredAgent;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** What an agent knows of messages that come again by another way: those of durable senders, and those of a bucket. */
final class Repeats {
    private final HeardSenders senders;
    private final @Nullable StoredAgent stored;

    private Repeats(HeardSenders senders, @Nullable StoredAgent stored) {
        this.senders = senders;
        this.stored = stored;
    }

    static Repeats of(StoredAgent stored) {
        return new Repeats(stored.senders(), stored);
    }

    /** @param sendersLimit durable senders that an agent in memory remembers */
    static Repeats inMemory(int sendersLimit) {
        return new Repeats(new HeardSenders(sendersLimit), null);
    }

    /** Returns what became of a message; null if it is new, or of nobody who repeats any. */
    @Nullable
    Outcome outcome(Envelope envelope) {
        return stored != null && StoredSends.isBucket(envelope.recipient())
                ? StoredSends.known(envelope, stored.outgoing(envelope.id()))
                : senders.outcome(envelope);
    }

    /** A message has its end here. */
    void note(Envelope envelope, int attempts, @Nullable Failure failure) {
        senders.note(envelope, attempts, failure);
    }
}
