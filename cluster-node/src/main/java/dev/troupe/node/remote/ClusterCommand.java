package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe cluster}: who is in the cluster, and takes nodes out of it. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Shows the nodes of the cluster, and has nodes join another one or leave.",
        subcommands = {
            ClusterCommand.Status.class,
            ClusterCommand.Join.class,
            ClusterCommand.Drain.class,
            ClusterCommand.Down.class
        })
public final class ClusterCommand extends Group {

    /** {@code troupe cluster status}. */
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Lists the nodes: their state, roles, agents and turns.",
            footer = {
                "",
                "Exit codes: 0 all are up and answer, 1 one is not or does not, or none was reached, 2 wrong arguments."
            })
    static final class Status extends Remote {
        @Override
        int run(RemoteNode node) throws IOException {
            var cluster = node.get("/v1/cluster");
            if (isJson()) {
                printJson(cluster);
            } else {
                show(cluster);
            }
            boolean healthy = cluster.path("missing").isEmpty();
            for (var each : cluster.path("nodes")) {
                healthy &= each.path("status").asText().equals("up")
                        && each.path("reachable").asBoolean();
            }
            return healthy ? 0 : 1;
        }

        private void show(JsonNode cluster) {
            var table = new Table("NODE", "STATE", "ROLES", "AGENTS", "TURNS", "MANAGEMENT");
            for (var node : cluster.path("nodes")) {
                boolean answered = node.has("turns");
                table.add(
                        node.path("node").asText(),
                        state(node),
                        String.join(",", Texts.of(node.path("roles"))),
                        answered ? node.path("agents").asInt() : "?",
                        answered ? node.path("turns").asLong() : "?",
                        answered ? node.path("management").asText() : "?");
            }
            print(table);
            warnOfMissing(cluster);
        }

        private static String state(JsonNode node) {
            List<String> states = new ArrayList<>();
            states.add(
                    node.path("draining").asBoolean()
                            ? "draining"
                            : node.path("status").asText());
            if (!node.path("reachable").asBoolean()) {
                states.add("unreachable");
            }
            if (node.path("oldest").asBoolean()) {
                states.add("oldest");
            }
            return String.join(",", states);
        }
    }

    /** {@code troupe cluster join}. */
    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description = {
                "Has the node that is asked (--node) leave its cluster as 'drain' does, and join the one of another node, as if",
                "it were started anew with --join. Its settings stay: its store must be that of the other cluster.",
                "If nothing listens at HOST:PORT it stays where it is."
            },
            footer = {
                "",
                "Example:",
                "  ./run cluster join HOST:PORT",
                "",
                "Exit codes: 0 left to join, and nothing was lost or cut off; 1 something was, or it stays; 2 wrong arguments."
            })
    static final class Join extends Remote {
        @Parameters(
                paramLabel = "HOST:PORT",
                description = "A node of the other cluster, as 'cluster status' lists it there.")
        private String other = "";

        @Override
        int run(RemoteNode node) throws IOException {
            String self = node.get("/v1/cluster").path("self").asText();
            var answer = node.patient().call("POST", path(self, "join") + "?to=" + RemoteNode.segment(other), null);
            if (isJson()) {
                printJson(answer);
            } else {
                out().println(self + " " + answer.path("text").asText() + "; it joins " + other);
            }
            return answer.path("clean").asBoolean() ? 0 : 1;
        }
    }

    /** {@code troupe cluster drain}. */
    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = {
                "Has a node give its work to others and leave, and prints what became of that:",
                "it takes nothing new, lets open turns and requests end or give way, moves its agents, and ends.",
                "Waits for the report as long as the node's drain-notice and drain-timeout allow (--wait at least)."
            },
            footer = {
                "",
                "Exit codes: 0 left, and nothing was lost or cut off; 1 something was, or it failed; 2 wrong arguments."
            })
    static final class Drain extends Remote {
        @Parameters(paramLabel = "HOST:PORT", description = "The node, as 'cluster status' lists it.")
        private String target = "";

        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.patient().call("POST", path(target, "drain"), null);
            if (isJson()) {
                printJson(answer);
            } else {
                out().println(target + " " + answer.path("text").asText());
            }
            return answer.path("clean").asBoolean() ? 0 : 1;
        }
    }

    /** {@code troupe cluster down}. */
    @Command(
            name = "down",
            mixinStandardHelpOptions = true,
            description = {
                "Declares that a node that cannot be reached is gone for good, so that its agents start elsewhere now.",
                "The cluster does so by itself after some seconds. Be sure that the node has ended: if it lives, its",
                "agents run twice until it hears of it."
            },
            footer = {"", "Exit codes: 0 declared, 1 the node can be reached or is unknown, 2 wrong arguments."})
    static final class Down extends Remote {
        @Parameters(paramLabel = "HOST:PORT", description = "The node, as 'cluster status' lists it.")
        private String target = "";

        @Option(names = "--force", description = "Also if it can be reached: it ends itself as soon as it hears of it.")
        private boolean force;

        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.call("POST", path(target, "down") + (force ? "?force=true" : ""), null);
            if (isJson()) {
                printJson(answer);
            } else {
                out().println(target + " is declared gone");
            }
            return 0;
        }
    }

    private static String path(String node, String what) {
        return "/v1/cluster/nodes/" + RemoteNode.segment(node) + "/" + what;
    }
}
