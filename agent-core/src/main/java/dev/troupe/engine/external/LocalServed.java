package dev.troupe.engine.external;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which workers of this node serve which types: says when a type is served first, and when no more. Not thread-safe. */
public final class LocalServed {
    private final Map<String, Set<String>> clients = new HashMap<>();

    /** Adds; returns the types that nobody has served here before. */
    public Set<String> add(Set<Served> added) {
        Set<String> first = new HashSet<>();
        for (var each : added) {
            if (each instanceof Served.Type type) {
                if (!clients.containsKey(type.agentType())) {
                    first.add(type.agentType());
                }
                clients.computeIfAbsent(type.agentType(), key -> new HashSet<>())
                        .add(type.client());
            }
        }
        return first;
    }

    /** Removes; returns the types that nobody serves here any more. */
    public Set<String> remove(Set<Served> removed) {
        Set<String> last = new HashSet<>();
        for (var each : removed) {
            if (each instanceof Served.Type type) {
                var those = clients.get(type.agentType());
                if (those != null && those.remove(type.client()) && those.isEmpty()) {
                    clients.remove(type.agentType());
                    last.add(type.agentType());
                }
            }
        }
        return last;
    }
}
