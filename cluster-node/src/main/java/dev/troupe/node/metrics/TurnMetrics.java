package dev.troupe.node.metrics;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times the turns of each agent type, and the writes of the journal. */
final class TurnMetrics implements TurnListener {
    /** What is counted of one label value. */
    private record OfType(TurnTimes.OfType times, Map<TurnEnd, LongAdder> ends) {}

    private final MeterRegistry registry;
    private final BoundedNames types;
    private final TurnTimes times = new TurnTimes();
    private final ConcurrentMap<String, OfType> byLabel = new ConcurrentHashMap<>();
    private final Timer journal;
    private final Counter entries;

    TurnMetrics(PrometheusMeterRegistry registry, BoundedNames types) {
        this.registry = registry;
        this.types = types;
        this.journal = Timer.builder("troupe.journal.write")
                .description("Time from when entries of a durable agent are given to the journal until they are stored")
                .serviceLevelObjectives(TurnTimes.BOUNDS.toArray(Duration[]::new))
                .register(registry);
        this.entries = Counter.builder("troupe.journal.entries")
                .description("Entries of durable agents that were stored")
                .register(registry);
        registry.getPrometheusRegistry().register(times);
    }

    /** Shows a type from the start, so that its first turn is a rise and not a beginning. */
    void know(String type) {
        ofType(type);
    }

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
        var counted = ofType(agent.type());
        var ends = counted.ends().get(how);
        if (ends != null) {
            ends.increment();
        }
        if (nanos > 0) {
            counted.times().add(nanos);
        }
    }

    @Override
    public void stored(AgentId agent, int more, long nanos) {
        journal.record(nanos, TimeUnit.NANOSECONDS);
        entries.increment(more);
    }

    private OfType ofType(String type) {
        var known = byLabel.get(type); // most types are values of the label
        return known != null ? known : byLabel.computeIfAbsent(types.of(type), this::register);
    }

    private OfType register(String label) {
        Map<TurnEnd, LongAdder> ends = new EnumMap<>(TurnEnd.class);
        for (var end : TurnEnd.values()) {
            var count = new LongAdder();
            ends.put(end, count);
            FunctionCounter.builder("troupe.turns", count, LongAdder::doubleValue)
                    .description("Turns that ended, and messages that ended without one, by how")
                    .tag("agent_type", label)
                    .tag("end", end.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        return new OfType(times.of(label), ends);
    }
}
