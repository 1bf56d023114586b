package dev.troupe.journal;

import java.util.List;

/**
 * Messages that the agent had sent are settled, and no turn has come since that could say so.
 *
 * @param settled their ids
 */
public record SettledRecord(long at, List<String> settled) implements JournalEntry {
    public SettledRecord {
        settled = List.copyOf(settled);
    }
}
