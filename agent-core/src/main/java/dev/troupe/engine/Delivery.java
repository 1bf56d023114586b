package dev.troupe.engine;

import dev.troupe.agent.MessageInfo;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to handle one message.
 *
 * @param stream where it came from; null for what the agent told itself: a reminder, a timeout
 * @param attempt from 1: what earlier activations tried is not counted
 * @param redelivered whether an earlier activation may have had it
 */
public record Delivery(@Nullable StreamId stream, long seq, Envelope envelope, int attempt, boolean redelivered) {

    static Delivery local(Envelope envelope) {
        return local(envelope, 1);
    }

    /** Makes one that comes from no sender's outbox. */
    public static Delivery local(Envelope envelope, int attempt) {
        return new Delivery(null, 0, envelope, attempt, false);
    }

    /** Makes the first attempt at a new entry of a batch. */
    public static Delivery first(Batch<Envelope> batch, Batch.Entry<Envelope> entry) {
        return new Delivery(batch.stream(), entry.seq(), entry.message(), 1, batch.redelivered(entry));
    }

    /** Says how it ended; of what the agent told itself nobody is told. */
    void settle(BookedInbox inbox, Outcome outcome) {
        if (stream != null) {
            inbox.settle(stream, seq, outcome);
        }
    }

    /** Whose messages must stay in order: the sending agent's, or all that one node brings from outside. */
    Object orderKey() {
        if (envelope.sender() != null) {
            return envelope.sender();
        }
        return stream == null ? "" : stream.origin();
    }

    /** Tells whether this is the request that {@code cancel} is about. */
    public boolean isCancelledBy(Envelope cancel) {
        return envelope.asker() != null && envelope.id().equals(cancel.correlationId());
    }

    /** When it is too late to begin; never for what the agent told itself. */
    public long deadline() {
        return stream == null ? Long.MAX_VALUE : envelope.deadline();
    }

    public Delivery again() {
        return new Delivery(stream, seq, envelope, attempt + 1, redelivered);
    }

    /** Returns what the handler may know. */
    public MessageInfo info() {
        return new MessageInfo(
                envelope.id(),
                StoredSends.shownSender(envelope),
                Optional.ofNullable(envelope.topic()),
                Optional.ofNullable(envelope.replyTo()),
                Optional.ofNullable(envelope.correlationId()),
                attempt,
                Instant.ofEpochMilli(envelope.deadline()),
                Waiting.without(envelope.headers()));
    }
}
