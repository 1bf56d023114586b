package dev.troupe.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.delivery.OutboxLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code troupe} of the configuration, checked. Made once, at start: a mistake is an {@link
 * IllegalArgumentException} that names every wrong key and what it may be.
 */
public record Settings(
        int maxPayloadBytes,
        Delivery delivery,
        Agents agents,
        int deadLettersLimit,
        int blockingPoolSize,
        int listenBuffer) {

    /** {@code troupe.delivery}. */
    public record Delivery(int maxPending, int maxPendingTotal, int lanes, Duration tick, OutboxLimits outbox) {}

    /** {@code troupe.agents}: what holds for agents whose definition says nothing else. */
    public record Agents(
            AgentLimits limits, Duration idleTimeout, int activeLimit, Duration stopTimeout, int tellLimit) {}

    /** Reads {@code troupe} from a resolved configuration that has the defaults below it. */
    public static Settings of(Config config) {
        var reader = new Reader(config);
        var settings = reader.settings();
        if (settings == null || !reader.faults.isEmpty()) {
            throw new IllegalArgumentException("configuration: " + String.join("; ", reader.faults));
        }
        return settings;
    }

    /** Returns the limits of one agent type: the definition's where it has any, otherwise the defaults. */
    public AgentLimits limitsOf(AgentDefinition<?, ?> definition) {
        var defaults = agents.limits();
        var own = definition.settings();
        return new AgentLimits(
                own.inboxLimit().orElse(defaults.inboxLimit()),
                defaults.outboxLimit(),
                defaults.outboxPatience(),
                defaults.remindersLimit(),
                defaults.streamsLimit(),
                defaults.expiry(),
                own.retryPolicy().orElse(defaults.retryPolicy()));
    }

    /** Reads key by key and collects every fault instead of stopping at the first. */
    private static final class Reader {
        private final Config config;
        private final List<String> faults = new ArrayList<>();

        Reader(Config config) {
            this.config = config;
        }

        @Nullable
        Settings settings() {
            var outbox = valid(() -> new OutboxLimits(
                    count("delivery.batch-messages", 1),
                    bytes("delivery.batch-bytes"),
                    time("delivery.accept-timeout").toMillis(),
                    time("delivery.max-accept-timeout").toMillis(),
                    time("delivery.settle-timeout").toMillis(),
                    time("delivery.retry-delay").toMillis(),
                    time("delivery.grace").toMillis()));
            var retry = valid(() -> new RetryPolicy(
                    count("agents.retry.max-attempts", 1),
                    time("agents.retry.first-delay"),
                    time("agents.retry.max-delay")));
            var limits = retry == null ? null : limits(retry);
            int maxPayload = bytes("message.max-payload");
            var delivery = outbox == null ? null : delivery(outbox);
            var agents = limits == null ? null : agents(limits);
            int deadLetters = count("dead-letters.limit", 1);
            int pool = count("blocking.pool-size", 1);
            int buffer = count("listen.buffer", 1);
            return delivery == null || agents == null
                    ? null
                    : new Settings(maxPayload, delivery, agents, deadLetters, pool, buffer);
        }

        private Delivery delivery(OutboxLimits outbox) {
            return new Delivery(
                    count("delivery.max-pending", 1),
                    count("delivery.max-pending-total", 1),
                    count("delivery.lanes", 1),
                    time("delivery.tick"),
                    outbox);
        }

        private AgentLimits limits(RetryPolicy retry) {
            return new AgentLimits(
                    count("agents.inbox-limit", 1),
                    count("agents.outbox-limit", 1),
                    time("agents.outbox-patience").toMillis(),
                    count("agents.reminders-limit", 0),
                    count("agents.streams-limit", 1),
                    time("delivery.expiry").toMillis(),
                    retry);
        }

        private Agents agents(AgentLimits limits) {
            return new Agents(
                    limits,
                    time("agents.idle-timeout"),
                    count("agents.active-limit", 1),
                    time("agents.stop-timeout"),
                    count("agents.tell-limit", 1));
        }

        private int count(String key, int least) {
            return read(key, least, "a whole number >= " + least, () -> {
                int value = config.getInt("troupe." + key);
                return value >= least ? value : null;
            });
        }

        private int bytes(String key) {
            return read(key, 1, "a size from 1 B to 1 GiB, such as 200 KiB", () -> {
                long value = config.getBytes("troupe." + key);
                return value >= 1 && value <= 1 << 30 ? (int) value : null;
            });
        }

        private Duration time(String key) {
            return read(key, Duration.ofMillis(1), "a time of at least 1 ms, such as 500ms, 10s or 2m", () -> {
                Duration value = config.getDuration("troupe." + key);
                return value.toMillis() >= 1 ? value : null;
            });
        }

        private <T> T read(String key, T standIn, String expected, Supplier<@Nullable T> value) {
            T read = null;
            try {
                read = value.get();
            } catch (ConfigException e) {
                // Reported below, in our own words.
            }
            if (read == null) {
                faults.add("troupe." + key + ": " + given(key) + " (expected: " + expected + ")");
                return standIn;
            }
            return read;
        }

        private String given(String key) {
            String path = "troupe." + key;
            return config.hasPath(path) ? config.getValue(path).render() : "missing";
        }

        private <T> @Nullable T valid(Supplier<T> make) {
            try {
                return make.get();
            } catch (IllegalArgumentException e) {
                if (faults.isEmpty()) {
                    faults.add(String.valueOf(e.getMessage()));
                }
                return null;
            }
        }
    }
}
