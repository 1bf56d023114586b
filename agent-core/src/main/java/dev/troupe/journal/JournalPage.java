package dev.troupe.journal;

import dev.troupe.agent.AgentId;
import java.util.List;
import java.util.OptionalLong;

/**
 * A part of the journal of one agent.
 *
 * @param keptFrom the lowest number that is still stored; one above the highest if none is
 * @param highest the highest number ever stored; 0 for an agent that never stored anything
 * @param before the fold of all that comes before the entries
 * @param next the number to read on from; empty at the end of the journal
 */
public record JournalPage(
        AgentId agent, long keptFrom, long highest, AgentSnapshot before, List<Numbered> entries, OptionalLong next) {

    /** An entry and its number in the journal, from 1. */
    public record Numbered(long number, JournalEntry entry) {}

    public JournalPage {
        entries = List.copyOf(entries);
    }
}
