package dev.troupe.engine;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.delivery.OutboxLimits;
import java.time.Duration;

/**
 * The section {@code troupe} of the configuration, checked. Made once, at start: a mistake is an {@link
 * IllegalArgumentException} that names every wrong key and what it may be.
 */
public record Settings(
        int maxPayloadBytes,
        Delivery delivery,
        Agents agents,
        DurableSettings durable,
        Fates fates,
        Ledger ledger,
        int deadLettersLimit,
        int blockingPoolSize,
        int listenBuffer) {

    /** {@code troupe.delivery}. */
    public record Delivery(PendingTable.Limits maxPending, int lanes, Duration tick, OutboxLimits outbox) {}

    /** {@code troupe.agents}: what holds for agents whose definition says nothing else. */
    public record Agents(
            AgentLimits limits, Duration idleTimeout, int activeLimit, Duration stopTimeout, int tellLimit) {}

    /**
     * {@code troupe.fates}.
     *
     * @param keep how long it is kept what became of a message
     * @param keepDeadLetters how long a message is kept that was given up
     * @param memoryLimit messages of which a runtime keeps both that has no store
     * @param openQuestions questions about both that one node asks its store at the same time
     */
    public record Fates(Duration keep, Duration keepDeadLetters, int memoryLimit, int openQuestions) {}

    /**
     * {@code troupe.ledger}.
     *
     * @param period how often lanes compare their books with what they hold
     * @param tenantsLimit pairs of a tenant and a topic type that a node counts by themselves
     */
    public record Ledger(Duration period, int tenantsLimit) {}

    /** Reads {@code troupe} from a resolved configuration that has the defaults below it. */
    public static Settings of(Config config) {
        return SettingsReader.read(config, Settings::of);
    }

    /** As {@link #of(Config)}, for a start that has more sections: the reader tells of all faults together. */
    public static Settings of(SettingsReader reader) {
        return new Settings(
                reader.bytes("message.max-payload"),
                delivery(reader),
                agents(reader),
                durable(reader),
                fates(reader),
                new Ledger(reader.time("ledger.period"), reader.count("ledger.tenants-limit", 1)),
                reader.count("dead-letters.limit", 1),
                reader.count("blocking.pool-size", 1),
                reader.count("listen.buffer", 1));
    }

    /** Returns the limits of one agent type: the definition's where it has any, otherwise the defaults. */
    public AgentLimits limitsOf(AgentDefinition<?, ?> definition) {
        var defaults = agents.limits();
        var own = definition.settings();
        // What a bucket has acknowledged it must not give up for want of room: it rather takes no more.
        boolean isBucket = definition.type().name().equals(StoredSends.TYPE);
        return new AgentLimits(
                own.inboxLimit().orElse(defaults.inboxLimit()),
                defaults.outboxLimit(),
                isBucket ? Long.MAX_VALUE : defaults.outboxPatience(),
                defaults.remindersLimit(),
                defaults.streamsLimit(),
                defaults.sendersLimit(),
                defaults.settledDelay(),
                defaults.expiry(),
                own.retryPolicy().orElse(defaults.retryPolicy()));
    }

    private static Delivery delivery(SettingsReader reader) {
        return new Delivery(
                new PendingTable.Limits(
                        reader.count("delivery.max-pending", 1),
                        reader.count("delivery.max-pending-per-source", 1),
                        reader.count("delivery.max-pending-total", 1)),
                reader.count("delivery.lanes", 1),
                reader.time("delivery.tick"),
                outbox(reader));
    }

    private static OutboxLimits outbox(SettingsReader reader) {
        var acceptTimeout = reader.time("delivery.accept-timeout");
        return new OutboxLimits(
                reader.count("delivery.batch-messages", 1),
                reader.bytes("delivery.batch-bytes"),
                reader.time("delivery.seek-timeout").toMillis(),
                acceptTimeout.toMillis(),
                reader.time("delivery.max-accept-timeout", acceptTimeout).toMillis(),
                reader.time("delivery.settle-timeout").toMillis(),
                reader.time("delivery.retry-delay").toMillis(),
                reader.time("delivery.grace").toMillis());
    }

    private static Agents agents(SettingsReader reader) {
        return new Agents(
                limits(reader),
                reader.time("agents.idle-timeout"),
                reader.count("agents.active-limit", 1),
                reader.time("agents.stop-timeout"),
                reader.count("agents.tell-limit", 1));
    }

    private static DurableSettings durable(SettingsReader reader) {
        return new DurableSettings(
                reader.count("durable.snapshot-every", 0),
                reader.count("durable.keep-snapshots", 1),
                reader.flag("durable.keep-history"),
                reader.count("durable.send-buckets", 1));
    }

    private static Fates fates(SettingsReader reader) {
        return new Fates(
                reader.time("fates.keep"),
                reader.time("fates.keep-dead-letters"),
                reader.count("fates.memory-limit", 1),
                reader.count("fates.open-questions", 1));
    }

    private static AgentLimits limits(SettingsReader reader) {
        return new AgentLimits(
                reader.count("agents.inbox-limit", 1),
                reader.count("agents.outbox-limit", 1),
                reader.time("agents.outbox-patience").toMillis(),
                reader.count("agents.reminders-limit", 0),
                reader.count("agents.streams-limit", 1),
                reader.count("agents.senders-limit", 1),
                reader.time("durable.settled-delay").toMillis(),
                reader.time("delivery.expiry").toMillis(),
                retry(reader));
    }

    private static RetryPolicy retry(SettingsReader reader) {
        var firstDelay = reader.time("agents.retry.first-delay");
        return new RetryPolicy(
                reader.count("agents.retry.max-attempts", 1),
                firstDelay,
                reader.time("agents.retry.max-delay", firstDelay));
    }
}
