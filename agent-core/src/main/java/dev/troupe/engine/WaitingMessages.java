package dev.troupe.engine;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for its turn in one agent: by sender, and no longer than its deadline. */
final class WaitingMessages {
    private final FairQueue<Object, Delivery> queue = new FairQueue<>(Delivery::orderKey);
    private long firstDeadline = Long.MAX_VALUE;

    void add(Delivery delivery) {
        firstDeadline = Math.min(firstDeadline, delivery.deadline());
        queue.add(delivery);
    }

    /** Takes the next one; null if there is none, or all senders are held back. */
    @Nullable
    Delivery poll() {
        return queue.poll();
    }

    /** Puts one back before all others of its sender, and holds that back until {@link #release}. */
    void hold(Delivery delivery) {
        queue.hold(delivery);
    }

    void release(Object orderKey) {
        queue.release(orderKey);
    }

    /** Removes and returns the first one that {@code condition} holds for; null if there is none. */
    @Nullable
    Delivery remove(Predicate<Delivery> condition) {
        return queue.remove(condition);
    }

    /** Removes and returns those whose deadline has passed. */
    List<Delivery> takeExpired(long now) {
        if (firstDeadline > now) {
            return List.of();
        }
        firstDeadline = Long.MAX_VALUE;
        return queue.removeIf(waiting -> {
            boolean expired = waiting.deadline() <= now;
            firstDeadline = expired ? firstDeadline : Math.min(firstDeadline, waiting.deadline());
            return expired;
        });
    }

    /** Returns when {@link #takeExpired} may find something; {@link Long#MAX_VALUE} for never. */
    long nextDeadline() {
        return queue.size() == 0 ? Long.MAX_VALUE : firstDeadline;
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    /** Tells whether {@link #poll} would return something. */
    boolean hasReady() {
        return queue.hasReady();
    }
}
