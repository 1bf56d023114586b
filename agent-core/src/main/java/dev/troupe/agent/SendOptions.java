package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one message is sent. Start from {@link #DEFAULT}.
 *
 * @param delay time to wait after the turn is applied; only for messages that an agent sends
 * @param expiry how long delivery may take before the message is a dead letter {@code EXPIRED}; null for the setting
 *     {@code troupe.delivery.expiry}
 * @param messageId the id of the message; null for one that the runtime makes
 * @param correlationId what this message relates to, for the receiver to see
 * @param replyTo where the sender wants an answering message; for the receiver to see
 * @param headers carried as they are, for example {@code traceparent}; a name that begins with {@link #RESERVED_HEADERS} is
 *     refused with {@link IllegalArgumentException}
 * @param isDurable see {@link #durable}
 */
public record SendOptions(
        Duration delay,
        @Nullable Duration expiry,
        @Nullable String messageId,
        @Nullable String correlationId,
        @Nullable AgentId replyTo,
        Map<String, String> headers,
        boolean isDurable) {
    /** Begins the names of the reserved headers, which runtimes use among themselves. Users neither set nor see those. */
    public static final String RESERVED_HEADERS = "troupe-";

    public static final SendOptions DEFAULT = new SendOptions(Duration.ZERO, null, null, null, null, Map.of(), false);

    public SendOptions {
        requireNonNull(delay, "delay");
        headers = Map.copyOf(headers);
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
        }
        if (expiry != null && (expiry.isNegative() || expiry.isZero())) {
            throw new IllegalArgumentException("expiry: " + expiry + " (expected: > 0)");
        }
        if (messageId != null) {
            Names.requireKey(messageId, "messageId");
        }
        for (String header : headers.keySet()) {
            if (header.startsWith(RESERVED_HEADERS)) {
                throw new IllegalArgumentException("header: '" + header
                        + "' (expected: another name, those that begin with " + RESERVED_HEADERS + " are reserved)");
            }
        }
    }

    /**
     * Has the message stored before anything else, so that it outlives the node that sends it: the receipt comes when it
     * is stored, as {@link Receipt.Outcome#STORED}; {@link AgentRuntime#fate} tells later what became of it. Only from
     * outside: what an agent sends is stored with its turn, if the agent is durable. Wants a durable agent type in the
     * cluster, since that is where a store is.
     */
    public SendOptions durable() {
        return new SendOptions(delay, expiry, messageId, correlationId, replyTo, headers, true);
    }

    public SendOptions withDelay(Duration newDelay) {
        return new SendOptions(newDelay, expiry, messageId, correlationId, replyTo, headers, isDurable);
    }

    public SendOptions withExpiry(Duration newExpiry) {
        return new SendOptions(delay, newExpiry, messageId, correlationId, replyTo, headers, isDurable);
    }

    public SendOptions withMessageId(String newMessageId) {
        return new SendOptions(delay, expiry, newMessageId, correlationId, replyTo, headers, isDurable);
    }

    public SendOptions withCorrelationId(String newCorrelationId) {
        return new SendOptions(delay, expiry, messageId, newCorrelationId, replyTo, headers, isDurable);
    }

    public SendOptions withReplyTo(AgentId newReplyTo) {
        return new SendOptions(delay, expiry, messageId, correlationId, newReplyTo, headers, isDurable);
    }

    public SendOptions withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new SendOptions(delay, expiry, messageId, correlationId, replyTo, more, isDurable);
    }
}
