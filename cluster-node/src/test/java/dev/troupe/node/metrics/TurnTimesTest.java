package dev.troupe.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnTimesTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TurnTimes times = new TurnTimes();

    TurnTimesTest() {
        registry.getPrometheusRegistry().register(times);
    }

    @Test
    void isAHistogramWithCumulativeBuckets() {
        var notes = times.of("notes");
        notes.add(Duration.ofMillis(1).toNanos()); // the bound belongs to the bucket
        notes.add(Duration.ofMillis(1).toNanos() + 1);
        notes.add(Duration.ofSeconds(61).toNanos());

        assertThat(registry.scrape())
                .contains(
                        "# TYPE troupe_turn_seconds histogram",
                        bucket("0.001", 1),
                        bucket("0.005", 2),
                        bucket("60.0", 2),
                        bucket("+Inf", 3),
                        "troupe_turn_seconds_count{agent_type=\"notes\"} 3",
                        "troupe_turn_seconds_sum{agent_type=\"notes\"} 61.002");
    }

    @Test
    void showsATypeBeforeItsFirstTurn() {
        var unused = times.of("notes");

        assertThat(registry.scrape()).contains(bucket("0.001", 0), bucket("+Inf", 0));
    }

    private static String bucket(String bound, int turns) {
        return "troupe_turn_seconds_bucket{agent_type=\"notes\",le=\"" + bound + "\"} " + turns;
    }
}
