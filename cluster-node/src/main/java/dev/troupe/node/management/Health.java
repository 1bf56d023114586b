package dev.troupe.node.management;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a node must be able to do, check by check. A check returns why it fails; an empty text if it does not.
 *
 * <p>Started: it has been ready once. Ready: it can take traffic now. Alive: to start it anew would not help.
 */
public final class Health {
    /** What one look found: all checks, with why each fails. */
    public record Report(Map<String, String> checks) {
        public Report {
            checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        }

        public boolean healthy() {
            return checks.values().stream().allMatch(String::isEmpty);
        }
    }

    private final Map<String, Supplier<String>> ready = new LinkedHashMap<>();
    private final Map<String, Supplier<String>> alive = new LinkedHashMap<>();
    private volatile boolean started;

    /** Adds something without which no traffic can be taken. Call it before the node is open. */
    public Health readyIf(String name, Supplier<String> check) {
        ready.put(name, check);
        return this;
    }

    /** Adds something without which the node must be started anew. Call it before the node is open. */
    public Health aliveIf(String name, Supplier<String> check) {
        alive.put(name, check);
        return this;
    }

    /** Tells whether the node can take traffic. */
    public Report ready() {
        var report = look(ready);
        started |= report.healthy();
        return report;
    }

    /** Tells whether the node has been ready once. */
    public Report started() {
        return started ? new Report(Map.of("started", "")) : ready();
    }

    /** Tells whether the node works at all. */
    public Report alive() {
        return look(alive);
    }

    private static Report look(Map<String, Supplier<String>> checks) {
        Map<String, String> found = new LinkedHashMap<>();
        checks.forEach((name, check) -> found.put(name, check.get()));
        return new Report(found);
    }
}
