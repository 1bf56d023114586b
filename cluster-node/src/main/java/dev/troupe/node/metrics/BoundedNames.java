package dev.troupe.node.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The values of one label: the first that are seen, up to a limit, and {@value #OTHER} for all others. Thread-safe. */
final class BoundedNames {
    static final String OTHER = "other";

    private final int limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedNames(int limit) {
        this.limit = limit;
    }

    /** Returns the value for a name. */
    String of(String name) {
        return known.contains(name) || add(name) ? name : OTHER;
    }

    private synchronized boolean add(String name) {
        return known.contains(name) || (known.size() < limit && known.add(name));
    }
}
