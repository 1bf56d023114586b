package dev.troupe.node;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.StoredAgents;
import dev.troupe.engine.Replay;
import dev.troupe.engine.ReplayedTurn;
import dev.troupe.engine.actor.JournalReader;
import dev.troupe.message.MessageTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe replay}: runs the stored turns of an agent again, with the code of today. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the stored turns of a durable agent again with the code on the class path,",
            "each from the state stored before it, and prints the first difference in state,",
            "answer or what is sent. Nothing is sent. A turn that awaits what is outside",
            "cannot be run again: what is stored of it is taken for right."
        },
        footer = {
            "",
            "Exit codes: 0 no difference, 1 a difference, or nothing is stored for the agent, 2 wrong arguments or"
                    + " configuration."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private StoredAgentOptions stored = new StoredAgentOptions();

    @Option(names = "--modules", split = ",", paramLabel = "NAME", description = "Agent modules to load; default: all.")
    private List<String> modules = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return run(Modules.definitions(modules));
    }

    private int run(List<AgentDefinition<?, ?>> definitions) throws IOException {
        var agent = stored.agent();
        var definition = definitions.stream()
                .filter(each -> each.type().name().equals(agent.type()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("agent type: '" + agent.type() + "' (expected: one of "
                        + definitions.stream().map(each -> each.type().name()).toList() + ")"));
        var out = spec.commandLine().getOut();
        try (var store = stored.open()) {
            var types = MessageTypes.of(definitions, store.maxPayloadBytes());
            return replay(store, Replay.of(definition, agent, types), out) ? 0 : 1;
        } finally {
            out.flush();
        }
    }

    /** Returns false after the first difference. */
    private boolean replay(StoredAgents store, Replay<?, ?> replay, PrintWriter out) {
        int turns = 0;
        int taken = 0;
        for (var next = OptionalLong.of(1); next.isPresent(); ) {
            var page = store.read(stored.agent(), next.getAsLong(), JournalReader.MOST_TURNS);
            stored.requireStored(page);
            var replayed = replay.run(page);
            replayed.forEach(turn -> print(turn, out));
            if (replayed.stream().anyMatch(turn -> turn.difference().isPresent())) {
                return false;
            }
            turns += replayed.size();
            taken += (int) replayed.stream()
                    .filter(turn -> turn.takenAsStored().isPresent())
                    .count();
            next = page.next();
        }
        out.println("no difference: " + stored.agent() + ", " + (turns - taken) + " turns run again, " + taken
                + " taken as stored");
        return true;
    }

    private static void print(ReplayedTurn turn, PrintWriter out) {
        turn.takenAsStored().ifPresent(why -> out.println("turn " + turn.turn() + ": taken as stored: " + why));
        turn.difference().ifPresent(difference -> {
            out.println("turn " + turn.turn() + ": difference in " + difference.what());
            out.println("  stored  " + difference.stored());
            out.println("  today   " + difference.today());
        });
    }
}
