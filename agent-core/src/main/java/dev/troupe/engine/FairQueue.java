package dev.troupe.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waiting entries by sender: in order per sender, in turns between senders, and a sender can be held back (its message
 * is to be tried again later) while the others go on.
 */
final class FairQueue<K, E> {
    private final Function<E, K> senderOf;
    private final Map<K, Lane<E>> lanes = new HashMap<>(2);
    private final Deque<K> ready = new ArrayDeque<>(2);
    /** The only entry, which needs no lane; null if there is none or more than one. */
    private @Nullable E only;

    private int size;

    FairQueue(Function<E, K> senderOf) {
        this.senderOf = senderOf;
    }

    private static final class Lane<E> {
        final Deque<E> entries = new ArrayDeque<>(2);
        boolean held;

        @Nullable
        E remove(Predicate<? super E> condition) {
            for (var each = entries.iterator(); each.hasNext(); ) {
                E entry = each.next();
                if (condition.test(entry)) {
                    each.remove();
                    return entry;
                }
            }
            return null;
        }
    }

    void add(E entry) {
        size++;
        if (size == 1) {
            only = entry;
        } else {
            useLanes();
            addToLane(entry);
        }
    }

    /** Takes the next entry; null if there is none, or all senders are held back. */
    @Nullable
    E poll() {
        if (only != null) {
            E entry = only;
            only = null;
            size = 0;
            return entry;
        }
        K sender = ready.pollFirst();
        if (sender == null) {
            return null;
        }
        var lane = lanes.get(sender);
        if (lane == null) {
            throw new IllegalStateException("lane of " + sender + " (expected: one for each ready sender)");
        }
        E entry = lane.entries.removeFirst();
        size--;
        if (lane.entries.isEmpty()) {
            lanes.remove(sender);
        } else {
            ready.addLast(sender);
        }
        return entry;
    }

    /** Puts an entry back before all others of its sender, and holds the sender back until {@link #release}. */
    void hold(E entry) {
        useLanes();
        K sender = senderOf.apply(entry);
        var lane = lanes.get(sender);
        if (lane == null) {
            lane = new Lane<>();
            lanes.put(sender, lane);
        } else {
            ready.remove(sender);
        }
        lane.entries.addFirst(entry);
        lane.held = true;
        size++;
    }

    void release(K sender) {
        var lane = lanes.get(sender);
        if (lane != null && lane.held) {
            lane.held = false;
            if (lane.entries.isEmpty()) {
                lanes.remove(sender);
            } else {
                ready.addLast(sender);
            }
        }
    }

    /**
     * Removes and returns the first entry that {@code condition} holds for; null if there is none. The sender of one that
     * it is held back for stays so until {@link #release}.
     */
    @Nullable
    E remove(Predicate<? super E> condition) {
        useLanes();
        for (var each = lanes.entrySet().iterator(); each.hasNext(); ) {
            var lane = each.next();
            E removed = lane.getValue().remove(condition);
            if (removed != null) {
                size--;
                if (lane.getValue().entries.isEmpty() && ready.remove(lane.getKey())) {
                    each.remove();
                }
                return removed;
            }
        }
        return null;
    }

    int size() {
        return size;
    }

    /** Tells whether {@link #poll} would return something. */
    boolean hasReady() {
        return only != null || !ready.isEmpty();
    }

    /** Removes and returns what {@code condition} holds for, except an entry that its sender is held back for. */
    List<E> removeIf(Predicate<? super E> condition) {
        useLanes();
        List<E> removed = new ArrayList<>();
        lanes.entrySet().removeIf(each -> {
            var lane = each.getValue();
            var entries = lane.entries.iterator();
            if (lane.held && entries.hasNext()) {
                entries.next();
            }
            while (entries.hasNext()) {
                E entry = entries.next();
                if (condition.test(entry)) {
                    entries.remove();
                    removed.add(entry);
                }
            }
            return lane.entries.isEmpty() && ready.remove(each.getKey());
        });
        size -= removed.size();
        return removed;
    }

    private void useLanes() {
        if (only != null) {
            E entry = only;
            only = null;
            addToLane(entry);
        }
    }

    private void addToLane(E entry) {
        K sender = senderOf.apply(entry);
        var lane = lanes.get(sender);
        if (lane == null) {
            lane = new Lane<>();
            lanes.put(sender, lane);
            ready.addLast(sender);
        }
        lane.entries.addLast(entry);
    }
}
