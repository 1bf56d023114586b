package dev.troupe.chat.telemetry;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The metrics of models, with the buckets of the conventions.
 *
 * @param duration of a request, seconds
 * @param firstChunk from the request to the first piece of a stream, seconds
 */
record Instruments(DoubleHistogram duration, DoubleHistogram firstChunk, LongHistogram tokens) {
    private static final int BUCKETS = 14;
    private static final List<Double> SECONDS = DoubleStream.iterate(0.01, bound -> bound * 2)
            .limit(BUCKETS)
            .boxed()
            .toList();
    private static final List<Long> TOKENS =
            LongStream.iterate(1, bound -> bound * 4).limit(BUCKETS).boxed().toList();

    static Instruments of(Meter meter) {
        return new Instruments(
                seconds(meter, "gen_ai.client.operation.duration", "GenAI operation duration."),
                seconds(
                        meter,
                        "gen_ai.client.operation.time_to_first_chunk",
                        "Time to receive the first chunk of a streaming response."),
                meter.histogramBuilder("gen_ai.client.token.usage")
                        .setUnit("{token}")
                        .setDescription("Number of input and output tokens used.")
                        .ofLongs()
                        .setExplicitBucketBoundariesAdvice(TOKENS)
                        .build());
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
    }
}
