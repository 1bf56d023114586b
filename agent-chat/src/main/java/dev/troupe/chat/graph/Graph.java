package dev.troupe.chat.graph;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which participants speak after which; AutoGen's {@code DiGraph}. A node runs when all edges of one of its activation groups
 * were taken, or one of them where any is enough; several nodes can run at once. Immutable, and valid.
 */
public final class Graph {
    private final Map<String, List<Edge>> edgesFrom;
    private final List<String> entryPoints;
    private final boolean cyclic;

    private Graph(Map<String, List<Edge>> edgesFrom, List<String> entryPoints, boolean cyclic) {
        this.edgesFrom = edgesFrom;
        this.entryPoints = entryPoints;
        this.cyclic = cyclic;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Returns the names of all nodes, in the order in which they were added. */
    public List<String> nodes() {
        return List.copyOf(edgesFrom.keySet());
    }

    /** Returns the nodes that run first. */
    public List<String> entryPoints() {
        return entryPoints;
    }

    /** Tells whether a node can run more than once: then the team needs a termination condition, or a limit of turns. */
    public boolean cyclic() {
        return cyclic;
    }

    List<Edge> edgesFrom(String node) {
        return edgesFrom.getOrDefault(node, List.of());
    }

    List<Edge> edges() {
        return edgesFrom.values().stream().flatMap(List::stream).toList();
    }

    /** Takes nodes before the edges between them. Not thread-safe. */
    public static final class Builder {
        private final Map<String, List<Edge>> edgesFrom = new LinkedHashMap<>();
        private final Set<String> entryPoints = new LinkedHashSet<>();

        private Builder() {}

        /** Adds nodes, by the names of their participants; again is the same as once. */
        @CanIgnoreReturnValue
        public Builder nodes(String... names) {
            for (String name : names) {
                edgesFrom.computeIfAbsent(requireNonNull(name, "node"), node -> new ArrayList<>());
            }
            return this;
        }

        /** Adds an edge that is always taken. */
        @CanIgnoreReturnValue
        public Builder edge(String source, String target) {
            return edge(Edge.of(source, target));
        }

        /**
         * Adds an edge.
         *
         * @throws IllegalArgumentException if one of its nodes was not added before
         */
        @CanIgnoreReturnValue
        public Builder edge(Edge edge) {
            requireNode(edge.target(), "Target node", "adding an edge");
            requireNode(edge.source(), "Source node", "adding an edge").add(edge);
            return this;
        }

        /**
         * Has the graph begin with {@code node} instead of with all nodes to which no edge leads; with each of them, if
         * called for several.
         *
         * @throws IllegalArgumentException if the node was not added before
         */
        @CanIgnoreReturnValue
        public Builder entryPoint(String node) {
            requireNode(node, "Start node", "setting as entry point");
            entryPoints.add(node);
            return this;
        }

        /**
         * Returns the graph.
         *
         * @throws IllegalArgumentException that names the node if there is none to begin or to end with, if edges with and
         *     without conditions leave a node, if the edges of a group disagree on their activation, or if there is a cycle
         *     without a condition
         */
        public Graph build() {
            Map<String, List<Edge>> edges = new LinkedHashMap<>();
            edgesFrom.forEach((node, from) -> edges.put(node, List.copyOf(from)));
            var rules = new GraphRules(edges);
            rules.check();
            return new Graph(edges, rules.startNodes(List.copyOf(entryPoints)), rules.cyclic());
        }

        private List<Edge> requireNode(String node, String what, String before) {
            List<Edge> edges = edgesFrom.get(requireNonNull(node, what));
            if (edges == null) {
                throw new IllegalArgumentException(what + " '" + node + "' must be added before " + before + " (added: "
                        + edgesFrom.keySet() + ").");
            }
            return edges;
        }
    }
}
