package dev.troupe.chat.graph;

import static java.util.Objects.requireNonNull;

import dev.troupe.chat.TeamManager;
import dev.troupe.chat.TeamMember;
import dev.troupe.chat.manager.Members;
import java.util.List;

/**
 * Lets participants speak in the order of a graph, several at once where it says so; AutoGen's {@code GraphFlow}. Immutable.
 *
 * <p>When no node can run any more the team is done, with the stop reason {@code Digraph execution is complete}, and the next
 * task begins anew. A run that ended in between, by a condition or a failure, goes on with the next task: nodes that had not
 * spoken run again. No model is asked.
 */
public final class GraphManager {
    private final Graph graph;

    private GraphManager(Graph graph) {
        this.graph = requireNonNull(graph, "graph");
    }

    public static GraphManager of(Graph graph) {
        return new GraphManager(graph);
    }

    /**
     * Returns the manager of a team of {@code members}; those that are no node never speak.
     *
     * @throws IllegalArgumentException for a node that is no member, a member that is a team, or two members of one name
     */
    public TeamManager<?> managing(List<? extends TeamMember> members) {
        List<String> names = Members.agents(members, 1).names();
        for (String node : graph.nodes()) {
            if (!names.contains(node)) {
                throw new IllegalArgumentException(
                        "node '" + node + "' (expected: one of the participants " + names + ")");
            }
        }
        return new GraphSpeakers(graph);
    }
}
