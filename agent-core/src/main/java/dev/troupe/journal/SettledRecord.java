package dev.troupe.journal;

import java.util.List;

/**
 * Messages that the agent had sent are settled, and no turn has come since that could say so.
 *
 * @param settled their ordinals
 */
public record SettledRecord(long at, List<Long> settled) implements JournalEntry {
    public SettledRecord {
        settled = List.copyOf(settled);
    }
}
