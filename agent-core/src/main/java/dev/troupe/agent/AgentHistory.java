package dev.troupe.agent;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of what a durable agent has done, as it is stored; from {@link AgentRuntime#history}.
 *
 * @param agent whose history this is
 * @param keptFrom the lowest number that is still stored; above 1 where {@code troupe.durable.keep-history} is off and
 *     what came before is deleted
 * @param highest the highest number there is; 0 if nothing was ever stored
 * @param turns in order; none if nothing is stored
 * @param next where to read on; empty at the end
 */
public record AgentHistory(AgentId agent, long keptFrom, long highest, List<HistoryEntry> turns, OptionalLong next) {
    public AgentHistory {
        turns = List.copyOf(turns);
    }
}
