package dev.troupe.gateway.http;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How HTTP is served; section {@code troupe.gateway.http}.
 *
 * @param host the address to listen at
 * @param port 0 takes a free one
 * @param limits of what comes in
 * @param times how long the door waits
 * @param sends what it remembers of messages that are in memory only
 * @param streams of events
 */
public record HttpSettings(String host, int port, Limits limits, Times times, Sends sends, Streams streams) {
    private static final Pattern HOST = Pattern.compile("[^\\s/]+");

    /** What may come in. */
    public record Limits(
            int maxBodyBytes,
            int maxConnections,
            int maxRequests,
            int maxUriBytes,
            int maxHeaderBytes,
            int maxHeaders) {}

    /** How long the door waits for whom. */
    public record Times(
            Duration body,
            Duration idle,
            Duration request,
            Duration maxRequest,
            Duration maxWait,
            Duration retryAfter) {}

    /** What it remembers of messages, and for how long. */
    public record Sends(int window, Duration keep) {}

    /** What it keeps of events, and how many hear them. */
    public record Streams(int maxStreams, int windowEvents, int windowBytes, int topicEvents, Duration heartbeat) {}

    public static HttpSettings read(SettingsReader reader) {
        return new HttpSettings(
                reader.text("gateway.http.host", HOST, "a host name or an address"),
                reader.count("gateway.http.port", 0, 65535),
                limits(reader),
                times(reader),
                new Sends(reader.count("gateway.http.sends.window", 1), reader.time("gateway.http.sends.keep")),
                new Streams(
                        reader.count("gateway.http.events.max-streams", 0),
                        reader.count("gateway.http.events.window", 1),
                        reader.bytes("gateway.http.events.window-size"),
                        reader.count("gateway.http.events.topic-window", 1),
                        reader.time("gateway.http.events.heartbeat")));
    }

    private static Limits limits(SettingsReader reader) {
        return new Limits(
                reader.bytes("message.max-payload") + reader.bytes("gateway.http.max-body-extra"),
                reader.count("gateway.http.max-connections", 1),
                reader.count("gateway.http.max-requests", 1),
                reader.bytes("gateway.http.max-uri"),
                reader.bytes("gateway.http.max-header"),
                reader.count("gateway.http.max-headers", 1));
    }

    private static Times times(SettingsReader reader) {
        Duration maxRequest = reader.time("gateway.http.max-request-timeout");
        Duration maxWait = reader.time("gateway.http.max-wait");
        Duration longest = maxRequest.compareTo(maxWait) > 0 ? maxRequest : maxWait;
        return new Times(
                reader.time("gateway.http.body-timeout"),
                reader.time("gateway.http.idle-timeout", longest.plusSeconds(1)),
                reader.time("gateway.http.request-timeout"),
                maxRequest,
                maxWait,
                reader.time("gateway.http.retry-after", Duration.ofSeconds(1)));
    }
}
