package dev.troupe.engine.external;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which workers of this node serve which types: says when a type is served no more. Not thread-safe. */
public final class LocalServed {
    private final Map<String, Set<String>> clients = new HashMap<>();

    /** Adds; returns the types among what is added. */
    public Set<String> add(Set<Served> added) {
        Set<String> types = new HashSet<>();
        for (var each : added) {
            if (each instanceof Served.Type type) {
                types.add(type.agentType());
                clients.computeIfAbsent(type.agentType(), key -> new HashSet<>())
                        .add(type.client());
            }
        }
        return types;
    }

    /** Removes; returns the types among what is removed that nobody serves here any more. */
    public Set<String> remove(Set<Served> removed) {
        Set<String> unserved = new HashSet<>();
        for (var each : removed) {
            if (each instanceof Served.Type type) {
                clients.computeIfPresent(type.agentType(), (key, those) -> {
                    those.remove(type.client());
                    return those.isEmpty() ? null : those;
                });
                if (!clients.containsKey(type.agentType())) {
                    unserved.add(type.agentType());
                }
            }
        }
        return unserved;
    }
}
