package dev.troupe.engine.counters;

import java.util.List;
import java.util.Map;

/**
 * Something of a node that counts besides the engine, and that those who show it need not know. It is found by {@link
 * java.util.ServiceLoader}. Thread-safe.
 */
public interface CounterSource {
    /**
     * A count since the start.
     *
     * @param name words with dots between them; the same name has the same labels each time
     * @param labels few values each: the source has a limit for them
     * @param value never less than before
     */
    record Counted(String name, String description, Map<String, String> labels, double value) {
        public Counted {
            labels = Map.copyOf(labels);
        }
    }

    /** Returns all counts as they are now. */
    List<Counted> counts();
}
