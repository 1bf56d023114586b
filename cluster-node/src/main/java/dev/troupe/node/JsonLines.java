package dev.troupe.node;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.message.Json;
import dev.troupe.node.history.HistoryJson;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A history for programs: one JSON object per line. Fields are added, not renamed; those without a value are left out. */
final class JsonLines implements HistoryPrinter {
    private record State(
            AgentId agent,
            long turn,
            @JsonRawValue @Nullable String state) {}

    private record Kept(AgentId agent, long keptFrom) {}

    private record More(long next) {}

    private final PrintWriter out;

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(AgentHistory history) {
        print(new Kept(history.agent(), history.keptFrom()));
    }

    @Override
    public void turn(AgentId agent, HistoryEntry turn) {
        print(HistoryJson.turn(agent, turn));
    }

    @Override
    public void more(long next) {
        print(new More(next));
    }

    @Override
    public void state(AgentId agent, long turn, @Nullable String state) {
        print(new State(agent, turn, state == null ? null : HistoryJson.oneLine(state)));
    }

    private void print(Object line) {
        out.println(Json.text(line));
    }
}
