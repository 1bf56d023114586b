package dev.troupe.node.metrics;

import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.counters.LaneCensus.OfType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What is there of each agent type at the moment somebody looks. Not thread-safe. */
final class TypeGauges {
    private static final OfType NOTHING = new OfType(0, 0, 0);
    private static final double MILLIS = 1_000;

    private final BoundedNames types;
    private final MultiGauge pending;
    private final MultiGauge oldest;
    private final MultiGauge silent;
    private final MultiGauge active;
    /** A type that was there stays, at zero. */
    private final Set<String> labels = new HashSet<>();

    TypeGauges(MeterRegistry registry, BoundedNames types) {
        this.types = types;
        this.pending = gauge(registry, "troupe.pending.messages", "Messages sent by this node and not settled");
        this.oldest = gauge(registry, "troupe.pending.oldest.seconds", "Age of the oldest message that is not settled");
        this.silent = gauge(
                registry,
                "troupe.silent.recipients",
                "Agents that messages wait for and that are looked for, since they do not answer or have left");
        this.active = gauge(registry, "troupe.active.agents", "Agents loaded on this node");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Shows a type also while there is nothing of it. */
    void know(String type) {
        labels.add(types.of(type));
    }

    /** Takes what was found. */
    void show(LaneCensus census, Map<String, Integer> agents) {
        Map<String, OfType> waiting = new HashMap<>();
        census.byType().forEach((type, found) -> waiting.merge(types.of(type), found, OfType::and));
        Map<String, Integer> loaded = new HashMap<>();
        agents.forEach((type, count) -> loaded.merge(types.of(type), count, Integer::sum));
        labels.addAll(waiting.keySet());
        labels.addAll(loaded.keySet());
        show(pending, label -> waiting.getOrDefault(label, NOTHING).messages());
        show(oldest, label -> waiting.getOrDefault(label, NOTHING).oldestMillis() / MILLIS);
        show(silent, label -> waiting.getOrDefault(label, NOTHING).silent());
        show(active, label -> loaded.getOrDefault(label, 0));
    }

    private void show(MultiGauge gauge, ToDoubleFunction<String> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        labels.forEach(label -> rows.add(MultiGauge.Row.of(Tags.of("agent_type", label), value.applyAsDouble(label))));
        gauge.register(rows, true);
    }
}
