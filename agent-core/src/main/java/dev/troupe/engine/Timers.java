package dev.troupe.engine;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an agent waits for, by time. */
final class Timers {

    /** Something to do at a time; {@code order} keeps those of one moment in the order they were set. */
    record Timer(long at, long order, Runnable action) {}

    private static final Comparator<Timer> BY_TIME =
            Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order);

    /** Null before the first: most agents never have one. */
    private @Nullable TreeSet<Timer> timers;

    private long lastOrder;

    Timer set(long at, Runnable action) {
        var timer = new Timer(at, ++lastOrder, action);
        if (timers == null) {
            timers = new TreeSet<>(BY_TIME);
        }
        timers.add(timer);
        return timer;
    }

    void cancel(@Nullable Timer timer) {
        if (timer != null && timers != null) {
            timers.remove(timer);
        }
    }

    /** Runs what is due. */
    void run(long now) {
        while (timers != null && !timers.isEmpty() && timers.first().at() <= now) {
            timers.pollFirst().action().run();
        }
    }

    /** Returns when the next is due; {@link Long#MAX_VALUE} for never. */
    long next() {
        return timers == null || timers.isEmpty()
                ? Long.MAX_VALUE
                : timers.first().at();
    }
}
