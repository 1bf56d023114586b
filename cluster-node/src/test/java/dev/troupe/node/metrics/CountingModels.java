package dev.troupe.node.metrics;

import dev.troupe.engine.counters.CounterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts as the models of agent-chat do, which this module does not know; ModelMetricsIT of the samples asks those. */
public final class CountingModels implements CounterSource {
    @Override
    public List<Counted> counts() {
        List<Counted> counts = new ArrayList<>();
        for (String result : List.of("done", "failed", "cancelled")) {
            counts.add(new Counted("troupe.model.calls", "calls", Map.of("model", "m1", "result", result), 7));
        }
        for (String direction : List.of("input", "output")) {
            counts.add(new Counted("troupe.model.tokens", "tokens", Map.of("model", "m1", "direction", direction), 40));
        }
        counts.add(new Counted("troupe.model.seconds", "time", Map.of("model", "m1"), 1.5));
        return counts;
    }
}
