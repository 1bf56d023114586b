package dev.troupe.journal;

/**
 * A new life of the agent begins. Once this is stored, an earlier life that does not know that it has been replaced can
 * store nothing any more; if that one was faster, this life has read too little, and is refused.
 *
 * @param node where it lives
 * @param activation names this life
 */
public record StartedRecord(long at, String node, long activation) implements JournalEntry {}
