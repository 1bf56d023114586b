package dev.troupe.chat.graph;

import dev.troupe.chat.ChatMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One turn of the manager: counts the edges that were taken, and says which nodes run next. Lives as long as the turn. */
final class GraphExecution {
    private final Graph graph;
    private final Map<String, Map<String, Integer>> remaining = new TreeMap<>();
    private final Map<String, Map<String, Boolean>> enqueuedAny = new TreeMap<>();
    private final Set<String> ready = new LinkedHashSet<>();

    /** Begins anew, or goes on where {@code memory} is. */
    GraphExecution(Graph graph, @Nullable GraphMemory memory) {
        this.graph = graph;
        for (Edge edge : graph.edges()) {
            remaining.computeIfAbsent(edge.target(), node -> new TreeMap<>()).merge(edge.group(), 1, Integer::sum);
            enqueuedAny.computeIfAbsent(edge.target(), node -> new TreeMap<>()).put(edge.group(), false);
        }
        if (memory == null) {
            ready.addAll(graph.entryPoints());
        } else {
            // Of a graph that has changed since, only what is still there counts.
            memory.remaining()
                    .forEach((node, groups) -> groups.forEach(
                            (group, count) -> groups(remaining, node).computeIfPresent(group, (same, all) -> count)));
            memory.enqueuedAny()
                    .forEach((node, groups) -> groups.forEach(
                            (group, any) -> groups(enqueuedAny, node).computeIfPresent(group, (same, none) -> any)));
            memory.ready().forEach(this::again);
        }
    }

    /** Takes the edges that leave {@code node} after {@code message}. */
    void spoken(String node, ChatMessage message) {
        for (Edge edge : graph.edgesFrom(node)) {
            if (edge.takenAfter(message) && fulfils(edge)) {
                ready.add(edge.target());
            }
        }
    }

    /** Has a node run that was to, and has not. */
    void again(String node) {
        if (graph.nodes().contains(node)) {
            ready.add(node);
        }
    }

    /** Returns which nodes run now, and forgets which edges led to them. */
    List<String> takeReady() {
        List<String> nodes = List.copyOf(ready);
        ready.clear();
        nodes.forEach(this::forgetEdgesTo);
        return nodes;
    }

    GraphMemory memory(List<String> activeNodes, @Nullable String seenUntil) {
        return new GraphMemory(remaining, enqueuedAny, List.copyOf(ready), activeNodes, seenUntil);
    }

    private boolean fulfils(Edge edge) {
        if (edge.activation() == Activation.ANY) {
            return !Boolean.TRUE.equals(groups(enqueuedAny, edge.target()).put(edge.group(), true));
        }
        return groups(remaining, edge.target()).merge(edge.group(), -1, Integer::sum) == 0;
    }

    private void forgetEdgesTo(String node) {
        groups(enqueuedAny, node).replaceAll((group, any) -> false);
        groups(remaining, node).replaceAll((group, count) -> count > 0 ? count : edgesIn(node, group));
    }

    private int edgesIn(String node, String group) {
        return (int) graph.edges().stream()
                .filter(edge -> edge.target().equals(node) && edge.group().equals(group))
                .count();
    }

    private static <V> Map<String, V> groups(Map<String, Map<String, V>> all, String node) {
        return all.getOrDefault(node, new TreeMap<>());
    }
}
