package dev.troupe.node.metrics;

import dev.troupe.engine.counters.CounterSource;
import dev.troupe.engine.counters.CounterSource.Counted;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;

/** Shows what others on the class path count. Not thread-safe. */
final class SourceMetrics {
    private record Key(String name, Map<String, String> labels) {}

    private final MeterRegistry registry;
    private final List<CounterSource> sources;
    /** The registry holds what it reads weakly; this holds it. */
    private final Map<Key, AtomicReference<Double>> values = new HashMap<>();

    SourceMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.sources = ServiceLoader.load(CounterSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Takes the counts of this moment. */
    void update() {
        sources.forEach(source -> source.counts().forEach(this::update));
    }

    private void update(Counted counted) {
        values.computeIfAbsent(new Key(counted.name(), counted.labels()), key -> register(counted))
                .set(counted.value());
    }

    private AtomicReference<Double> register(Counted counted) {
        var value = new AtomicReference<>(0.0);
        var counter = FunctionCounter.builder(counted.name(), value, AtomicReference::get)
                .description(counted.description());
        counted.labels().forEach(counter::tag);
        counter.register(registry);
        return value;
    }
}
