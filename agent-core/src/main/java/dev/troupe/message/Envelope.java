package dev.troupe.message;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What travels from one agent, or from outside, to one agent.
 *
 * @param id the message id; kept across redeliveries
 * @param sender the sending agent; null from outside
 * @param topic where it was published; null for a direct message
 * @param asker where the answer goes, if this is a request; null otherwise
 * @param replyTo what the sender told the receiver to answer at by a message of its own
 * @param correlationId of an answer or a cancellation: the id of the request; of a message: what the sender relates it to
 * @param deadline milliseconds since the epoch
 * @param ordinal its place among all that a durable sender has sent, from 1, by which a receiver knows what it has had
 *     from another life of the sender; 0 from others
 */
public record Envelope(
        String id,
        Kind kind,
        AgentId recipient,
        @Nullable AgentId sender,
        @Nullable TopicId topic,
        Payload payload,
        @Nullable AgentId asker,
        @Nullable AgentId replyTo,
        @Nullable String correlationId,
        long deadline,
        Map<String, String> headers,
        long ordinal) {

    /** How the receiver reads it. */
    public enum Kind {
        /** A message or a request of the receiver's protocol, or an event it subscribes to. */
        MESSAGE,
        /** The answer to a request of the receiver. */
        ANSWER,
        /** The failure of a request of the receiver. */
        FAILURE,
        /** The asker no longer wants the answer to the request {@code correlationId}, which was sent before. */
        CANCEL
    }

    /** About what an envelope takes besides its payload; for limits in bytes. */
    private static final int OVERHEAD_BYTES = 256;

    private static final Payload NOTHING = new Payload("troupe.Cancel", new byte[0]);

    public Envelope {
        headers = Map.copyOf(headers);
    }

    /** Makes one that no durable agent sends. */
    public Envelope(
            String id,
            Kind kind,
            AgentId recipient,
            @Nullable AgentId sender,
            @Nullable TopicId topic,
            Payload payload,
            @Nullable AgentId asker,
            @Nullable AgentId replyTo,
            @Nullable String correlationId,
            long deadline,
            Map<String, String> headers) {
        this(id, kind, recipient, sender, topic, payload, asker, replyTo, correlationId, deadline, headers, 0);
    }

    /** Makes the cancellation of a request. */
    public static Envelope cancel(
            String id, AgentId recipient, @Nullable AgentId sender, String requestId, long deadline) {
        return new Envelope(
                id, Kind.CANCEL, recipient, sender, null, NOTHING, null, null, requestId, deadline, Map.of());
    }

    /** Returns about what it takes, for limits in bytes. */
    public int bytes() {
        int bytes = payload.size() + OVERHEAD_BYTES;
        for (var header : headers.entrySet()) {
            bytes += header.getKey().length() + header.getValue().length();
        }
        return bytes;
    }

    /**
     * Returns the deadline of what the receiver of this asks meanwhile, and would give until {@code own}: whoever waits
     * for an answer to this waits no longer than its deadline, so neither does the receiver on its behalf.
     */
    public long deadlineOnBehalf(long own) {
        return asker == null ? own : Math.min(own, deadline);
    }

    /** Returns the message with another sender and recipient. */
    public Envelope readdressed(@Nullable AgentId newSender, AgentId newRecipient) {
        return addressed(id, newSender, newRecipient);
    }

    /** Returns a message that says the same to another. */
    public Envelope forAnother(String newId, AgentId newRecipient) {
        return addressed(newId, sender, newRecipient);
    }

    private Envelope addressed(String newId, @Nullable AgentId newSender, AgentId newRecipient) {
        return new Envelope(
                newId,
                kind,
                newRecipient,
                newSender,
                topic,
                payload,
                asker,
                replyTo,
                correlationId,
                deadline,
                headers,
                ordinal);
    }

    public Envelope withDeadline(long newDeadline) {
        return new Envelope(
                id,
                kind,
                recipient,
                sender,
                topic,
                payload,
                asker,
                replyTo,
                correlationId,
                newDeadline,
                headers,
                ordinal);
    }

    public Envelope withHeaders(Map<String, String> newHeaders) {
        return new Envelope(
                id,
                kind,
                recipient,
                sender,
                topic,
                payload,
                asker,
                replyTo,
                correlationId,
                deadline,
                newHeaders,
                ordinal);
    }

    public Envelope withOrdinal(long newOrdinal) {
        return new Envelope(
                id,
                kind,
                recipient,
                sender,
                topic,
                payload,
                asker,
                replyTo,
                correlationId,
                deadline,
                headers,
                newOrdinal);
    }
}
