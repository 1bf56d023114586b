package dev.troupe.node.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long turns took, by agent type, as a histogram of Prometheus. A turn is two additions to counters that threads do not
 * share; a timer of Micrometer, which also looks at the clock twice, costs as much as all else that is measured of a turn.
 * Thread-safe.
 */
final class TurnTimes implements Collector {
    private static final String NAME = "troupe_turn_seconds";
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** The upper bounds of the buckets; one more has what took longer. */
    static final List<Duration> BOUNDS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    private static final long[] NANOS =
            BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /** The turns of one label value. */
    static final class OfType {
        private final LongAdder[] buckets =
                Stream.generate(LongAdder::new).limit(NANOS.length + 1).toArray(LongAdder[]::new);
        private final LongAdder nanos = new LongAdder();

        void add(long took) {
            int place = 0;
            while (place < NANOS.length && took > NANOS[place]) {
                place++;
            }
            buckets[place].increment();
            nanos.add(took);
        }

        private HistogramSnapshot.HistogramDataPointSnapshot snapshot(String label) {
            var counts = ClassicHistogramBuckets.builder();
            for (int place = 0; place < NANOS.length; place++) {
                counts.bucket(NANOS[place] / NANOS_PER_SECOND, buckets[place].sum());
            }
            return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .labels(Labels.of("agent_type", label))
                    .classicHistogramBuckets(counts.bucket(Double.POSITIVE_INFINITY, buckets[NANOS.length].sum())
                            .build())
                    .sum(nanos.sum() / NANOS_PER_SECOND)
                    .build();
        }
    }

    private final SortedMap<String, OfType> byLabel = new ConcurrentSkipListMap<>();

    /** Shows a label value from now on. */
    OfType of(String label) {
        return byLabel.computeIfAbsent(label, unknown -> new OfType());
    }

    @Override
    public HistogramSnapshot collect() {
        var snapshot = HistogramSnapshot.builder()
                .name(NAME)
                .help("Time from the call of a handler to the end of its turn, with all it awaits");
        for (Map.Entry<String, OfType> type : byLabel.entrySet()) {
            snapshot.dataPoint(type.getValue().snapshot(type.getKey()));
        }
        return snapshot.build();
    }
}
