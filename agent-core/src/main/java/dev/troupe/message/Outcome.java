package dev.troupe.message;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * How a recipient settled a message.
 *
 * @param attempts turns that were begun
 * @param failure null if the turn was applied; otherwise why the message is a dead letter
 * @param answer the answer to a request from outside, if the turn gave one
 */
public record Outcome(
        int attempts, @Nullable Failure failure, @Nullable Answer answer) {
    private static final Outcome AT_ONCE = new Outcome(1, null, null);

    public static Outcome processed(int attempts, @Nullable Answer answer) {
        return attempts == 1 && answer == null ? AT_ONCE : new Outcome(attempts, null, answer);
    }

    public static Outcome deadLettered(int attempts, Failure failure) {
        return new Outcome(attempts, failure, null);
    }

    public Receipt receipt(String messageId, AgentId recipient) {
        return failure == null
                ? Receipt.processed(messageId, recipient, attempts)
                : Receipt.deadLettered(messageId, recipient, attempts, failure);
    }
}
