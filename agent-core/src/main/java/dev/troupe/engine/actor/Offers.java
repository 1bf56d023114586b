package dev.troupe.engine.actor;

import dev.troupe.agent.Failure;
import dev.troupe.engine.Owner;
import dev.troupe.message.Envelope;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * What waits for one lane, before its mailbox: a lane is woken once for many messages, and what it can no longer take
 * comes back to its owner. Many threads add, the lane takes. Bounded by those who add: callers from outside by the
 * limits of pending messages, agents by their outbox limit.
 */
class Offers {
    private static final Failure CLOSED = Failure.of(
            Failure.Kind.UNAVAILABLE,
            "the runtime was closed before the receipt came; the message may have been handled");

    private record Offer(Envelope envelope, Owner owner) {}

    private final ConcurrentLinkedQueue<Offer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final LongAdder added = new LongAdder();
    private volatile boolean closed;

    /** Adds a message; the lane must be woken if it was asleep. */
    boolean add(Envelope envelope, Owner owner) {
        waiting.add(new Offer(envelope, owner));
        added.increment();
        if (closed) {
            abandonAll();
            return false;
        }
        return !awake.get() && awake.compareAndSet(false, true);
    }

    /** Takes up to {@code limit} messages; returns whether the lane has to come again. Otherwise it is asleep. */
    boolean take(int limit, BiConsumer<Envelope, Owner> lane) {
        for (int count = 0; count < limit; count++) {
            var next = waiting.poll();
            if (next == null) {
                awake.set(false);
                return !waiting.isEmpty() && awake.compareAndSet(false, true);
            }
            lane.accept(next.envelope(), next.owner());
        }
        return true;
    }

    /** Returns how much the lane must have taken by now; the lane asks, since nobody else may take meanwhile. */
    long takenAtLeast() {
        long before = added.sum(); // what comes later may only make it less
        return before - waiting.size();
    }

    /** The lane has ended, with what it held; everything that is added from now on goes back to its owner. */
    Failure close() {
        closed = true;
        abandonAll();
        return CLOSED;
    }

    private void abandonAll() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.owner().abandoned(next.envelope(), CLOSED);
        }
    }
}
