package dev.troupe.engine.counters;

import dev.troupe.agent.Failure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counts of one node since it started. Thread-safe. */
public final class EngineCounters {
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<Failure.Kind, LongAdder> deadLetters = new EnumMap<>(Failure.Kind.class);

    public EngineCounters() {
        for (var count : Count.values()) {
            counts.put(count, new LongAdder());
        }
        for (var kind : Failure.Kind.values()) {
            deadLetters.put(kind, new LongAdder());
        }
    }

    /** Counts so many more. */
    public void add(Count count, long more) {
        adder(counts, count).add(more);
    }

    /** Counts a dead letter. */
    public void deadLetter(Failure.Kind kind) {
        adder(deadLetters, kind).increment();
    }

    public long get(Count count) {
        return adder(counts, count).sum();
    }

    /** Returns the number of dead letters with this failure. */
    public long deadLetters(Failure.Kind kind) {
        return adder(deadLetters, kind).sum();
    }

    private static <K extends Enum<K>> LongAdder adder(Map<K, LongAdder> adders, K key) {
        var adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("counter: " + key + " (expected: one of " + adders.keySet() + ")");
        }
        return adder;
    }
}
