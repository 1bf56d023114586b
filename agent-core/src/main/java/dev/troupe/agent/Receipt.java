package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of one message at one recipient. There is one receipt per message and recipient, and it is final unless it
 * says {@code STORED}.
 *
 * @param messageId stable across redeliveries
 * @param recipient the agent it was for
 * @param outcome what became of it
 * @param attempts turns that were begun with it; 0 if none was
 * @param failure why, unless it was processed, or is stored
 */
public record Receipt(String messageId, AgentId recipient, Outcome outcome, int attempts, Optional<Failure> failure) {

    /** Where a message has come to. */
    public enum Outcome {
        /** The turn was applied. */
        PROCESSED,
        /** Kept by the runtime, see {@link SendOptions#durable}; not handled yet. The only outcome that is not the end. */
        STORED,
        /** Given up and kept among the dead letters, with the failure. */
        DEAD_LETTERED,
        /** Refused by backpressure: never sent, not kept. */
        REJECTED
    }

    public Receipt {
        requireNonNull(messageId, "messageId");
        requireNonNull(recipient, "recipient");
        requireNonNull(outcome, "outcome");
        requireNonNull(failure, "failure");
        if (failure.isPresent() == (outcome == Outcome.PROCESSED || outcome == Outcome.STORED)) {
            throw new IllegalArgumentException("failure: " + failure + " (expected: one unless PROCESSED or STORED)");
        }
    }

    public static Receipt processed(String messageId, AgentId recipient, int attempts) {
        return new Receipt(messageId, recipient, Outcome.PROCESSED, attempts, Optional.empty());
    }

    public static Receipt stored(String messageId, AgentId recipient) {
        return new Receipt(messageId, recipient, Outcome.STORED, 0, Optional.empty());
    }

    public static Receipt deadLettered(String messageId, AgentId recipient, int attempts, Failure failure) {
        return new Receipt(messageId, recipient, Outcome.DEAD_LETTERED, attempts, Optional.of(failure));
    }

    public static Receipt rejected(String messageId, AgentId recipient, Failure failure) {
        return new Receipt(messageId, recipient, Outcome.REJECTED, 0, Optional.of(failure));
    }

    public boolean processed() {
        return outcome == Outcome.PROCESSED;
    }
}
