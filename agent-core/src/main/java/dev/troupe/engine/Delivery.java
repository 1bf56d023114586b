package dev.troupe.engine;

import dev.troupe.agent.MessageInfo;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to handle one message.
 *
 * @param stream where it came from; null for what the agent told itself: a reminder, a timeout
 * @param attempt from 1
 */
public record Delivery(@Nullable StreamId stream, long seq, Envelope envelope, int attempt) {

    static Delivery local(Envelope envelope) {
        return new Delivery(null, 0, envelope, 1);
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
        return new Delivery(stream, seq, envelope, attempt + 1);
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
