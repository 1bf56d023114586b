package dev.troupe.node;

import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.HistoryEntry;
import org.jspecify.annotations.Nullable;

/** Prints a history for somebody. */
interface HistoryPrinter {
    /** What came before is not stored any more. */
    void begin(AgentHistory history);

    void turn(AgentId agent, HistoryEntry turn);

    /** There are more turns. */
    void more(long next);

    /** The state at a turn; null if the agent had stored none. */
    void state(AgentId agent, long turn, @Nullable String state);
}
