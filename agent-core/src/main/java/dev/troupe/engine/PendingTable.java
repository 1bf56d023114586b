package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what callers from outside have under way, per recipient and in all, and says no at the limit. Thread-safe. */
public final class PendingTable {
    private final int limit;
    private final int totalLimit;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<AgentId, Integer> byRecipient = new ConcurrentHashMap<>();

    public PendingTable(int limit, int totalLimit) {
        this.limit = limit;
        this.totalLimit = totalLimit;
    }

    /** Counts one more; returns why not if there is no room. */
    public @Nullable BackpressureException enter(AgentId recipient) {
        int all = total.incrementAndGet();
        if (all > totalLimit) {
            total.decrementAndGet();
            return new BackpressureException(recipient, all - 1, totalLimit);
        }
        int pending = byRecipient.merge(recipient, 1, Integer::sum);
        if (pending > limit) {
            leave(recipient);
            return new BackpressureException(recipient, pending - 1, limit);
        }
        return null;
    }

    public void leave(AgentId recipient) {
        total.decrementAndGet();
        byRecipient.computeIfPresent(recipient, (id, pending) -> pending == 1 ? null : pending - 1);
    }

    public int total() {
        return total.get();
    }
}
