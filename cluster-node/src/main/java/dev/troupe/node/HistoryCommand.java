package dev.troupe.node;

import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.cluster.StoredAgents;
import dev.troupe.engine.Histories;
import dev.troupe.engine.actor.JournalReader;
import dev.troupe.journal.JournalPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe agent history}: prints the stored turns of an agent, or its state at one of them. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what a durable agent has done, as the store has it (troupe.store in the configuration).",
            "It needs no running node, joins none and changes nothing. 'troupe agents history TYPE/KEY' asks a node."
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 nothing is stored for the agent, or no store is there, 2 wrong arguments or configuration."
        })
final class HistoryCommand implements Callable<Integer> {
    @Mixin
    private StoredAgentOptions stored = new StoredAgentOptions();

    @Option(names = "--at", paramLabel = "TURN", description = "Prints the state as it was after this turn instead.")
    private @Nullable Long at;

    @Option(names = "--from", paramLabel = "TURN", description = "Number of the first turn; default: 1.")
    private long from = 1;

    @Option(names = "--limit", paramLabel = "N", description = "Turns at most; default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    @Option(names = "--json", description = "Prints one JSON object per line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var agent = stored.agent();
        requireRange();
        var out = spec.commandLine().getOut();
        try (var store = stored.open()) {
            if (at != null) {
                printState(store, agent, at, out);
            } else {
                printTurns(store, agent, out);
            }
        }
        out.flush();
        return 0;
    }

    private void requireRange() {
        if (from < 1 || limit < 1 || (at != null && at < 1)) {
            throw new IllegalArgumentException(
                    "--from " + from + ", --limit " + limit + (at == null ? "" : ", --at " + at) + " (expected: >= 1)");
        }
    }

    private void printTurns(StoredAgents store, AgentId agent, PrintWriter out) {
        HistoryPrinter printer = json ? new JsonLines(out) : new HistoryText(out);
        int left = limit;
        var next = OptionalLong.of(from);
        while (left > 0 && next.isPresent()) {
            var page = store.read(agent, next.getAsLong(), Math.min(left, JournalReader.MOST_TURNS));
            stored.requireStored(page);
            AgentHistory history = Histories.of(page);
            if (left == limit && next.getAsLong() < history.keptFrom()) {
                printer.begin(history);
            }
            history.turns().forEach(turn -> printer.turn(agent, turn));
            left -= history.turns().size();
            next = history.next();
        }
        if (next.isPresent()) {
            printer.more(next.getAsLong());
        }
    }

    private void printState(StoredAgents store, AgentId agent, long turn, PrintWriter out) {
        JournalPage page = store.read(agent, turn == Long.MAX_VALUE ? turn : turn + 1, 1);
        stored.requireStored(page);
        if (turn < page.keptFrom() - 1) {
            throw new IllegalStateException("turn " + turn + " of " + agent + " is not stored any more (expected: >= "
                    + (page.keptFrom() - 1) + ")");
        }
        var state = page.before().state();
        HistoryPrinter printer = json ? new JsonLines(out) : new HistoryText(out);
        printer.state(agent, turn, state == null ? null : state.json());
    }
}
