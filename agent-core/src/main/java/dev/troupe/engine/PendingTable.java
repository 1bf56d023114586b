package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what callers from outside have under way: per recipient, per topic source, and in all; and says no at a limit.
 * Thread-safe.
 */
public final class PendingTable {

    /** How many messages may be under way. */
    public record Limits(int perRecipient, int perSource, int total) {}

    private final Limits limits;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<AgentId, Integer> byRecipient = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> bySource = new ConcurrentHashMap<>();

    public PendingTable(Limits limits) {
        this.limits = limits;
    }

    /**
     * Counts one more; returns why not if there is no room.
     *
     * @param source of the topic it is published on; null for a direct message
     */
    public @Nullable BackpressureException enter(AgentId recipient, @Nullable String source) {
        int all = total.incrementAndGet();
        if (all > limits.total()) {
            total.decrementAndGet();
            return BackpressureException.ofNode(recipient, all - 1, limits.total());
        }
        int ofSource = source == null ? 0 : bySource.merge(source, 1, Integer::sum);
        int pending = byRecipient.merge(recipient, 1, Integer::sum);
        if (ofSource > limits.perSource() && source != null) {
            leave(recipient, source);
            return BackpressureException.ofSource(source, recipient, ofSource - 1, limits.perSource());
        }
        if (pending > limits.perRecipient()) {
            leave(recipient, source);
            return new BackpressureException(recipient, pending - 1, limits.perRecipient());
        }
        return null;
    }

    /** Counts one less; the same as it entered with. */
    public void leave(AgentId recipient, @Nullable String source) {
        total.decrementAndGet();
        countDown(byRecipient, recipient);
        if (source != null) {
            countDown(bySource, source);
        }
    }

    public int total() {
        return total.get();
    }

    private static <K> void countDown(ConcurrentMap<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
