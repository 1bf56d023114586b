package dev.troupe.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Lets so many pieces of work be under way, and gives up when none comes back. */
final class Flow {
    private static final long PATIENCE_SECONDS = 60;

    /** What there is to do. */
    interface Work {
        /**
         * Returns what starts a piece of work, given its number; at its end that calls {@link Flow#leave} or {@link
         * Flow#fail}, on any thread.
         */
        LongConsumer in(Flow flow);
    }

    private final int limit;
    private final Semaphore free;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private Flow(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /**
     * Starts pieces of work while {@code more} says so, waits for all of them, and returns how many were done per second.
     *
     * @throws IllegalStateException if one failed, or none has come back for a minute
     */
    static double perSecond(int limit, LongPredicate more, Work work) throws InterruptedException {
        var flow = new Flow(limit);
        var start = work.in(flow);
        long number = 0;
        long begun = System.nanoTime();
        while (more.test(number)) {
            flow.acquire(1);
            start.accept(number++);
        }
        flow.acquire(limit);
        return number * 1e9 / (System.nanoTime() - begun);
    }

    /** Goes on until {@code time} has passed. */
    static LongPredicate during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return number -> System.nanoTime() - end < 0;
    }

    void leave() {
        free.release();
    }

    /** Ends a piece of work, and with it the whole. */
    void fail(String why) {
        failure.compareAndSet(null, why);
        free.release();
    }

    private void acquire(int permits) throws InterruptedException {
        for (int got = 0; got < permits; got++) {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("none of the " + (limit - got) + " under way came back for "
                        + PATIENCE_SECONDS + " s (expected: all)");
            }
        }
        String why = failure.get();
        if (why != null) {
            throw new IllegalStateException(why);
        }
    }
}
