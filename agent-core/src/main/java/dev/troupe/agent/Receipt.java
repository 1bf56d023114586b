package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of one message at one recipient. There is one receipt per message and recipient, and it is final.
 *
 * @param messageId stable across redeliveries
 * @param recipient the agent it was for
 * @param outcome what became of it
 * @param attempts turns that were begun with it; 0 if none was
 * @param failure why, unless it was processed
 */
public record Receipt(String messageId, AgentId recipient, Outcome outcome, int attempts, Optional<Failure> failure) {

    /** The end of a message. */
    public enum Outcome {
        /** The turn was applied. */
        PROCESSED,
        /** Given up and kept among the dead letters of the sending node, with the failure. */
        DEAD_LETTERED,
        /** Refused by backpressure: never sent, not kept. */
        REJECTED
    }

    public Receipt {
        requireNonNull(messageId, "messageId");
        requireNonNull(recipient, "recipient");
        requireNonNull(outcome, "outcome");
        requireNonNull(failure, "failure");
        if (failure.isPresent() == (outcome == Outcome.PROCESSED)) {
            throw new IllegalArgumentException("failure: " + failure + " (expected: one unless PROCESSED)");
        }
    }

    public static Receipt processed(String messageId, AgentId recipient, int attempts) {
        return new Receipt(messageId, recipient, Outcome.PROCESSED, attempts, Optional.empty());
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
