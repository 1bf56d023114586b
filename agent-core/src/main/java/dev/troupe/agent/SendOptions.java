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
 * @param headers carried as they are, for example {@code traceparent}; {@link #WAITING_HEADER} is refused with {@link
 *     IllegalArgumentException}
 */
public record SendOptions(
        Duration delay,
        @Nullable Duration expiry,
        @Nullable String messageId,
        @Nullable String correlationId,
        @Nullable AgentId replyTo,
        Map<String, String> headers) {
    /** The one reserved header: runtimes note in it which agents wait for a request. Users neither set nor see it. */
    public static final String WAITING_HEADER = "troupe-waiting";

    public static final SendOptions DEFAULT = new SendOptions(Duration.ZERO, null, null, null, null, Map.of());

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
        if (headers.containsKey(WAITING_HEADER)) {
            throw new IllegalArgumentException(
                    "header: '" + WAITING_HEADER + "' (expected: another name, this one is reserved)");
        }
    }

    public SendOptions withDelay(Duration newDelay) {
        return new SendOptions(newDelay, expiry, messageId, correlationId, replyTo, headers);
    }

    public SendOptions withExpiry(Duration newExpiry) {
        return new SendOptions(delay, newExpiry, messageId, correlationId, replyTo, headers);
    }

    public SendOptions withMessageId(String newMessageId) {
        return new SendOptions(delay, expiry, newMessageId, correlationId, replyTo, headers);
    }

    public SendOptions withCorrelationId(String newCorrelationId) {
        return new SendOptions(delay, expiry, messageId, newCorrelationId, replyTo, headers);
    }

    public SendOptions withReplyTo(AgentId newReplyTo) {
        return new SendOptions(delay, expiry, messageId, correlationId, newReplyTo, headers);
    }

    public SendOptions withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new SendOptions(delay, expiry, messageId, correlationId, replyTo, more);
    }
}
