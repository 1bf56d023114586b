package dev.troupe.engine.external;

import dev.troupe.engine.AgentLimits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agent types that workers of this node serve. Thread-safe. */
public final class ExternalTypes {
    private final AgentLimits limits;
    private final Set<String> types = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Workers workers;

    /** @param limits of each external agent */
    public ExternalTypes(AgentLimits limits) {
        this.limits = limits;
    }

    /** Says who knows the workers; a node has one gateway. */
    public void open(Workers newWorkers) {
        workers = newWorkers;
    }

    public void add(String type) {
        types.add(type);
    }

    public void remove(String type) {
        types.remove(type);
    }

    public boolean has(String type) {
        return types.contains(type);
    }

    public AgentLimits limits() {
        return limits;
    }

    /** Returns who knows the workers; throws {@link IllegalStateException} before {@link #open}. */
    public Workers workers() {
        var known = workers;
        if (known == null) {
            throw new IllegalStateException("external agents without a gateway (expected: open(..) first)");
        }
        return known;
    }
}
