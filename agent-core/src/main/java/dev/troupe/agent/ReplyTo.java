package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

/**
 * The right to answer one {@link Request}, once. A plain value that may be kept in state and used in a later turn,
 * also on another node. A second answer is ignored.
 *
 * @param address where the asker waits; opaque
 * @param correlationId the message id of the request
 * @param <R> the type of the answer
 */
@SuppressWarnings("unused") // R keeps an answer of the wrong type from compiling.
public record ReplyTo<R>(String address, String correlationId) {
    public ReplyTo {
        requireNonNull(address, "address");
        requireNonNull(correlationId, "correlationId");
    }

    /** Returns the reply address of a request that nobody waits for: one that was sent or published. */
    public static <R> ReplyTo<R> nobody() {
        return new ReplyTo<>("", "");
    }

    /** Tells whether somebody waits for the answer. */
    public boolean expected() {
        return !address.isEmpty();
    }
}
