package dev.troupe.agent;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The messages that were given up of those that were sent durable, and of those that durable agents sent to others. They
 * are in the store, the same for all nodes, for {@code troupe.fates.keep-dead-letters}. A message has one dead letter per
 * recipient at most. Thread-safe. Stages fail with {@link AgentException} {@code UNAVAILABLE} where there is no store, or it
 * cannot be reached.
 */
public interface StoredDeadLetters {
    /**
     * Returns the oldest, oldest first.
     *
     * @param limit how many at most, 1 to 1000
     */
    CompletionStage<List<DeadLetter>> list(int limit);

    /**
     * Sends one again, durable, with a new deadline: it comes as from outside, and nobody waits for an answer to it.
     * Completes when that is stored, with {@code STORED}; then it is no dead letter any more, unless it fails again. After
     * a crash in between it may be both.
     *
     * @throws IllegalArgumentException through the stage, if there is no such dead letter
     */
    CompletionStage<Receipt> resend(String messageId, AgentId recipient);

    /** Forgets one, but not that it was given up. Completes with whether it was there. */
    CompletionStage<Boolean> purge(String messageId, AgentId recipient);
}
