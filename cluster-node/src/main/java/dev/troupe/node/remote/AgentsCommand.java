package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.AgentId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe agents}: which agents are loaded, where, and what they have done. */
@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        description = "Shows the agents of the cluster: which are loaded, where, and what durable ones have done.",
        subcommands = {
            AgentsCommand.ListAll.class,
            AgentsCommand.Show.class,
            AgentsCommand.History.class,
            AgentsCommand.Passivate.class
        })
public final class AgentsCommand extends Group {

    /** {@code troupe agents list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the agents that are loaded, of all nodes, in the order of their ids: where each is, and for how",
                "long it has had nothing to do. An agent that is not loaded is none the less there: a message loads it."
            },
            footer = {
                "",
                "Example, with the agents of a project of 'troupe new':",
                "  ./run agents list --type notes",
                "",
                "Exit codes: 0 listed, 1 a node did not answer, or none was reached, 2 wrong arguments."
            })
    static final class ListAll extends PagedList {
        @Option(names = "--type", paramLabel = "TYPE", description = "Only agents of this type.")
        private @Nullable String type;

        @Option(names = "--key-prefix", paramLabel = "TEXT", description = "Only those whose key begins so.")
        private @Nullable String prefix;

        @Override
        int run(RemoteNode node) throws IOException {
            Map<String, @Nullable Object> parameters = new HashMap<>();
            parameters.put("type", type);
            parameters.put("key", prefix);
            return show(node, "/v1/agents", parameters, "agents");
        }

        @Override
        Table heading() {
            return new Table("AGENT", "NODE", "IDLE");
        }

        @Override
        void addRow(Table table, JsonNode agent) {
            table.add(
                    agent.path("id").asText(),
                    agent.path("node").asText(),
                    Texts.time(Duration.ofMillis(agent.path("idleMillis").asLong())));
        }
    }

    /** {@code troupe agents show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one agent: whether it is durable, and where it is loaded.",
            footer = {
                "",
                "Example:",
                "  ./run agents show notes/ada",
                "",
                "Exit codes: 0 shown, 1 nothing is known of it, or a node did not answer, 2 wrong arguments."
            })
    static final class Show extends Remote {
        @Parameters(paramLabel = "TYPE/KEY", description = "The agent; the first slash divides.")
        private String agent = "";

        @Override
        int run(RemoteNode node) throws IOException {
            String path = path(agent, "");
            var answer = node.get(path);
            if (answer.path("loaded").isEmpty() && !isStored(node, path, answer)) {
                throw new IllegalStateException(
                        "agent: '" + agent
                                + "' is not loaded, and nothing is stored of it (expected: one of 'agents list', or a durable one)");
            }
            if (isJson()) {
                printJson(answer);
            } else {
                print(answer);
            }
            return answer.path("missing").isEmpty() ? 0 : 1;
        }

        private static boolean isStored(RemoteNode node, String path, JsonNode answer) throws IOException {
            return answer.path("durable").asBoolean()
                    && node.get(path + "/history?limit=1").path("highest").asLong() > 0;
        }

        private void print(JsonNode answer) {
            out().println("agent    " + answer.path("agent").asText());
            out().println("durable  " + (answer.path("durable").asBoolean() ? "yes" : "no"));
            for (var loaded : answer.path("loaded")) {
                var idle = Duration.ofMillis(loaded.path("idleMillis").asLong());
                out().println("loaded   " + loaded.path("node").asText() + ", idle for " + Texts.time(idle));
            }
            if (answer.path("loaded").isEmpty()) {
                out().println("loaded   nowhere; the next message loads it");
            }
            warnOfMissing(answer);
        }
    }

    /** {@code troupe agents history}. */
    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the turns of a durable agent, as a node reads them from the store: the message, the state before",
                "and after, the answer, what was sent. Without a running node: 'troupe agent history TYPE/KEY' reads the store."
            },
            footer = {
                "",
                "Example:",
                "  ./run agents history notes/ada --limit 3",
                "",
                "Exit codes: 0 printed, 1 nothing is stored for the agent, or no node was reached, 2 wrong arguments."
            })
    static final class History extends Remote {
        @Parameters(paramLabel = "TYPE/KEY", description = "The agent; the first slash divides.")
        private String agent = "";

        @Option(names = "--from", paramLabel = "TURN", description = "Number of the first turn; default: the newest.")
        private @Nullable Integer from;

        @Option(
                names = "--limit",
                paramLabel = "N",
                description = "Turns at most, 1 to 200; default: ${DEFAULT-VALUE}.")
        private int limit = 50;

        @Override
        int run(RemoteNode node) throws IOException {
            Map<String, @Nullable Object> parameters = new HashMap<>();
            parameters.put("from", from);
            parameters.put("limit", limit);
            var answer = node.get(path(agent, "/history") + RemoteNode.parameters(parameters));
            if (answer.path("highest").asLong() == 0) {
                throw new IllegalStateException(
                        "nothing is stored for " + agent + " (expected: type and key of a durable agent)");
            }
            if (isJson()) {
                answer.path("turns").forEach(this::printJson);
            } else {
                new TurnLines(out()).print(answer);
            }
            return 0;
        }
    }

    /** {@code troupe agents passivate}. */
    @Command(
            name = "passivate",
            mixinStandardHelpOptions = true,
            description = {
                "Asks a loaded agent to unload as soon as it has nothing to do. The next message loads it again.",
                "An agent that is not durable forgets its state."
            },
            footer = {
                "",
                "Example:",
                "  ./run agents passivate notes/ada",
                "",
                "Exit codes: 0 asked, 1 it is not loaded, or no node was reached, 2 wrong arguments."
            })
    static final class Passivate extends Remote {
        @Parameters(paramLabel = "TYPE/KEY", description = "The agent; the first slash divides.")
        private String agent = "";

        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.call("POST", path(agent, "/passivate"), null);
            warnOfMissing(answer);
            if (answer.path("asked").isEmpty()) {
                throw new IllegalStateException(
                        "agent: '" + agent + "' is not loaded (expected: one of 'agents list')");
            }
            if (isJson()) {
                printJson(answer);
            } else {
                out().println(agent + " is asked to unload at " + String.join(", ", Texts.of(answer.path("asked"))));
            }
            return 0;
        }
    }

    /** Returns the path of an agent; throws {@link IllegalArgumentException} if the text names none. */
    static String path(String agent, String what) {
        var id = AgentId.parse(agent);
        return "/v1/agents/" + RemoteNode.segment(id.type()) + "/" + RemoteNode.segment(id.key()) + what;
    }
}
