package dev.troupe.agent;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The messages that this node sent and that were given up, but for durable ones: see {@link #stored}. Kept in memory, the
 * newest up to the setting {@code troupe.dead-letters.limit}; an older one is dropped with a warning in the log.
 * Thread-safe.
 */
public interface DeadLetters {
    /** Returns what is kept, oldest first. */
    List<DeadLetter> list();

    /**
     * Sends one again, with a new deadline, and removes it; if it fails again it is kept as a new dead letter.
     *
     * @throws IllegalArgumentException if there is none with {@code id}
     */
    CompletionStage<Receipt> resend(String id);

    /** Forgets one. Returns whether it was there. */
    boolean purge(String id);

    /** Forgets all. Returns how many there were. */
    int purgeAll();

    /** Returns those that are in the store, of durable messages; they are not among the others. */
    StoredDeadLetters stored();
}
