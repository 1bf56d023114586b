package dev.troupe.engine.ledger;

import dev.troupe.message.Envelope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tenants and topic types that the lanes of one node count by themselves, each pair with a number. None is forgotten,
 * and there is room for so many: a message has the same number as long as the node lives. Thread-safe.
 */
public final class LedgerNames {
    /** Stands for all tenants and topic types beyond the limit. */
    public static final String OTHER = "(other)";
    /** Stands for the topic type of what was not published. */
    public static final String DIRECT = "(direct)";
    /** Stands for the topic type of what agents have lost: which of their messages it was they do not know. */
    public static final String AGENTS = "(agents)";
    /** Stands for the tenant of what the runtime sends to itself, or to callers outside. */
    public static final String NO_TENANT = "(none)";

    static final int OTHER_NUMBER = 0;

    private static final String RESERVED_TYPES = "troupe.";

    private final int limit;
    private final Map<String, Map<String, Integer>> numbers = new ConcurrentHashMap<>();
    private int last = OTHER_NUMBER;
    private volatile boolean full;

    /** @param limit pairs of a tenant and a topic type, at most */
    public LedgerNames(int limit) {
        this.limit = limit;
    }

    static String topicOf(Envelope envelope) {
        var topic = envelope.topic();
        return topic == null ? DIRECT : topic.type();
    }

    /** Returns the name that begins with the tenant's. */
    static String sourceOf(Envelope envelope) {
        var topic = envelope.topic();
        if (topic != null) {
            return topic.source();
        }
        return envelope.recipient().type().startsWith(RESERVED_TYPES)
                ? NO_TENANT
                : envelope.recipient().key();
    }

    /** Returns the tenant that a topic source or an agent key belongs to. */
    static String tenantOf(String source) {
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    int numberOf(String topic, String tenant) {
        var known = find(topic, tenant);
        if (known != null) {
            return known;
        }
        return full ? numberOnceFull(topic, tenant) : add(topic, tenant);
    }

    /** The last one to find room may have come between the first look and this one. */
    private int numberOnceFull(String topic, String tenant) {
        var known = find(topic, tenant);
        return known == null ? OTHER_NUMBER : known;
    }

    private @Nullable Integer find(String topic, String tenant) {
        var ofTopic = numbers.get(topic);
        return ofTopic == null ? null : ofTopic.get(tenant);
    }

    private synchronized int add(String topic, String tenant) {
        if (last == limit) {
            return numberOnceFull(topic, tenant);
        }
        int number =
                numbers.computeIfAbsent(topic, any -> new ConcurrentHashMap<>()).computeIfAbsent(tenant, any -> ++last);
        full = last == limit;
        return number;
    }
}
