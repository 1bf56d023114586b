package dev.troupe.chat.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a graph must be like; the texts of its errors are AutoGen's. */
final class GraphRules {
    private final Map<String, List<Edge>> edgesFrom;

    GraphRules(Map<String, List<Edge>> edgesFrom) {
        this.edgesFrom = edgesFrom;
    }

    void check() {
        require(!edgesFrom.isEmpty(), "Graph has no nodes.");
        require(
                edgesFrom.values().stream().anyMatch(List::isEmpty),
                "Graph must have at least one leaf node (edges leave all of " + edgesFrom.keySet() + ")");
        edgesFrom.forEach(GraphRules::requireOneKindOfEdges);
        requireSameActivations();
        // Edges with and without conditions do not mix: a cycle has no exit if none of its edges has a condition.
        cycle(edge -> !edge.conditional()).ifPresent(nodes -> {
            throw new IllegalArgumentException("Cycle detected without exit condition: " + String.join(" -> ", nodes));
        });
    }

    List<String> startNodes(List<String> entryPoints) {
        if (!entryPoints.isEmpty()) {
            return entryPoints;
        }
        Set<String> targets = edgesFrom.values().stream()
                .flatMap(List::stream)
                .map(Edge::target)
                .collect(Collectors.toSet());
        List<String> starts = edgesFrom.keySet().stream()
                .filter(node -> !targets.contains(node))
                .toList();
        require(
                !starts.isEmpty(),
                "Graph must have at least one start node (edges lead to all of " + edgesFrom.keySet() + ")");
        return starts;
    }

    boolean cyclic() {
        return cycle(edge -> true).isPresent();
    }

    private static void requireOneKindOfEdges(String node, List<Edge> edges) {
        require(
                edges.stream().map(Edge::conditional).distinct().count() <= 1,
                "Node '" + node + "' has a mix of conditional and unconditional edges.");
    }

    private void requireSameActivations() {
        Map<List<String>, Edge> first = new HashMap<>();
        for (List<Edge> edges : edgesFrom.values()) {
            for (Edge edge : edges) {
                Edge other = first.computeIfAbsent(List.of(edge.target(), edge.group()), group -> edge);
                require(
                        other.activation() == edge.activation(),
                        "Conflicting activation conditions for target '" + edge.target() + "' group '" + edge.group()
                                + "': '" + shown(other) + "' (from node '" + other.source() + "') and '" + shown(edge)
                                + "' (from node '" + edge.source() + "')");
            }
        }
    }

    private static String shown(Edge edge) {
        return edge.activation() == Activation.ALL ? "all" : "any";
    }

    /** Returns the nodes of a cycle of such edges, the first one again at the end; empty if there is none. */
    private Optional<List<String>> cycle(Predicate<Edge> which) {
        Set<String> done = new HashSet<>();
        for (String node : edgesFrom.keySet()) {
            Optional<List<String>> found = cycleFrom(node, which, new ArrayList<>(), done);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<List<String>> cycleFrom(String node, Predicate<Edge> which, List<String> path, Set<String> done) {
        if (path.contains(node)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
            cycle.add(node);
            return Optional.of(cycle);
        }
        if (done.contains(node)) {
            return Optional.empty();
        }
        path.add(node);
        for (Edge edge : edgesFrom.getOrDefault(node, List.of())) {
            if (which.test(edge)) {
                Optional<List<String>> found = cycleFrom(edge.target(), which, path, done);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        path.remove(node);
        done.add(node);
        return Optional.empty();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
