package dev.troupe.journal;

import org.jspecify.annotations.Nullable;

/**
 * A step of an open turn.
 *
 * @param messageId what the turn handles
 * @param result as JSON; null if it has only begun
 */
public record StepRecord(
        long at, String messageId, String step, @Nullable String result) implements JournalEntry {}
