package dev.troupe.cluster;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.store.Store;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether a node can take traffic, check by check. Each returns why not; an empty text if it can. They look at what this node
 * has, and wait for nobody: a type that no other node knows, as in a rolling update, holds nothing up. Thread-safe.
 */
public final class Readiness {
    /** What it asks about. */
    record Node(
            String self,
            Supplier<Directory> directory,
            Supplier<List<AgentDefinition<?, ?>>> definitions,
            Predicate<String> hasRegion,
            Store store) {}

    private final Node node;

    Readiness(Node node) {
        this.node = node;
    }

    /** Tells whether the directory, agent types and subscriptions, has been read, and has this node and the types it knows. */
    public String directory() {
        if (!node.directory().get().nodes().contains(node.self())) {
            return "the directory does not have this node";
        }
        return missing(
                "agent types", definition -> !node.directory().get().types().containsKey(name(definition)));
    }

    /** Tells whether agents of each type that this node knows can be reached from here. */
    public String regions() {
        return missing("regions of", definition -> !node.hasRegion().test(name(definition)));
    }

    /** Tells whether the store answers; asks it, and waits. */
    public String store() {
        boolean durable = node.definitions().get().stream()
                .anyMatch(definition -> definition.settings().durable());
        return durable ? node.store().ping() : "";
    }

    private String missing(String what, Predicate<AgentDefinition<?, ?>> isMissing) {
        var missing = node.definitions().get().stream()
                .filter(isMissing)
                .map(Readiness::name)
                .sorted()
                .toList();
        return missing.isEmpty() ? "" : "missing: " + what + " " + missing;
    }

    private static String name(AgentDefinition<?, ?> definition) {
        return definition.type().name();
    }
}
