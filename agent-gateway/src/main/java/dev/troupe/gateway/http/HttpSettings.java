package dev.troupe.gateway.http;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How HTTP is served; section {@code troupe.gateway.http}.
 *
 * @param section where they are, for messages: {@code troupe.gateway.http}
 * @param host the address to listen at
 * @param port 0 takes a free one
 * @param limits of what comes in
 * @param times how long the door waits
 * @param sends what it remembers of messages that are in memory only
 * @param streams of events
 */
public record HttpSettings(
        String section, String host, int port, Limits limits, Times times, Sends sends, Streams streams) {
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(5);
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
            Duration retryAfter) {
        private Times withIdle(Duration longer) {
            return new Times(body, longer, request, maxRequest, maxWait, retryAfter);
        }
    }

    /** What it remembers of messages, and for how long. */
    public record Sends(int window, Duration keep) {}

    /** What it keeps of events, and how many hear them. */
    public record Streams(int maxStreams, int windowEvents, int windowBytes, int topicEvents, Duration heartbeat) {}

    public static HttpSettings read(SettingsReader reader) {
        return read(reader, "gateway.http");
    }

    /**
     * Reads another section with the same keys.
     *
     * @param section relative to {@code troupe}
     */
    public static HttpSettings read(SettingsReader reader, String section) {
        return new HttpSettings(
                "troupe." + section,
                reader.text(section + ".host", HOST, "a host name or an address"),
                reader.count(section + ".port", 0, 65535),
                limits(reader, section),
                times(reader, section),
                new Sends(reader.count(section + ".sends.window", 1), reader.time(section + ".sends.keep")),
                new Streams(
                        reader.count(section + ".events.max-streams", 0),
                        reader.count(section + ".events.window", 1),
                        reader.bytes(section + ".events.window-size"),
                        reader.count(section + ".events.topic-window", 1),
                        reader.time(section + ".events.heartbeat")));
    }

    /**
     * Returns the same with a longer idle time, if need be: a connection that waits for its answer is idle, too.
     *
     * @param longest what an answer may take
     */
    public HttpSettings withIdleOver(Duration longest) {
        Duration least = longest.plus(IDLE_MARGIN);
        return least.compareTo(times.idle()) <= 0
                ? this
                : new HttpSettings(section, host, port, limits, times.withIdle(least), sends, streams);
    }

    private static Limits limits(SettingsReader reader, String section) {
        return new Limits(
                reader.bytes("message.max-payload") + reader.bytes(section + ".max-body-extra"),
                reader.count(section + ".max-connections", 1),
                reader.count(section + ".max-requests", 1),
                reader.bytes(section + ".max-uri"),
                reader.bytes(section + ".max-header"),
                reader.count(section + ".max-headers", 1));
    }

    private static Times times(SettingsReader reader, String section) {
        Duration maxRequest = reader.time(section + ".max-request-timeout");
        Duration maxWait = reader.time(section + ".max-wait");
        Duration longest = maxRequest.compareTo(maxWait) > 0 ? maxRequest : maxWait;
        return new Times(
                reader.time(section + ".body-timeout"),
                reader.time(section + ".idle-timeout", longest.plusSeconds(1)),
                reader.time(section + ".request-timeout"),
                maxRequest,
                maxWait,
                reader.time(section + ".retry-after", Duration.ofSeconds(1)));
    }
}
