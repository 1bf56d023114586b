package dev.troupe.engine;

import dev.troupe.delivery.Times;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an agent has sent and what is not settled: how much it may be, and since when it is too much. */
final class Outgoing {
    private static final long NEVER = Long.MAX_VALUE;

    private final int limit;
    private final long patience;
    /** Null before the first: many agents never send. */
    private @Nullable Set<String> unsettled;

    private long fullSince = NEVER;

    /** @param patience how many milliseconds an agent waits for room before it gives messages up */
    Outgoing(int limit, long patience) {
        this.limit = limit;
        this.patience = patience;
    }

    void add(String messageId, long now) {
        if (unsettled == null) {
            unsettled = new HashSet<>(4);
        }
        unsettled.add(messageId);
        if (isFull() && fullSince == NEVER) {
            fullSince = now;
        }
    }

    void settled(String messageId) {
        if (unsettled != null && unsettled.remove(messageId) && !isFull()) {
            fullSince = NEVER;
        }
    }

    boolean isFull() {
        return size() >= limit;
    }

    int size() {
        return unsettled == null ? 0 : unsettled.size();
    }

    /** Returns until when to wait for room; never while there is some. */
    long patienceEnds() {
        return Times.after(fullSince, patience);
    }
}
