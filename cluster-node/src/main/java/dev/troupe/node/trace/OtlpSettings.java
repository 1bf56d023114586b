package dev.troupe.node.trace;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The settings below {@code troupe.trace.otlp}.
 *
 * @param endpoint where the spans go, by HTTP
 * @param queue spans that wait; more are dropped
 * @param delay how long one waits at most
 * @param timeout how long the receiver may take
 */
public record OtlpSettings(boolean enabled, String endpoint, int queue, Duration delay, Duration timeout) {

    private static final Pattern URL = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

    static OtlpSettings of(SettingsReader reader) {
        return new OtlpSettings(
                reader.flag("trace.otlp.enabled"),
                reader.text("trace.otlp.endpoint", URL, "such as http://127.0.0.1:4318/v1/traces"),
                reader.count("trace.otlp.queue", 1),
                reader.time("trace.otlp.delay"),
                reader.time("trace.otlp.timeout"));
    }
}
