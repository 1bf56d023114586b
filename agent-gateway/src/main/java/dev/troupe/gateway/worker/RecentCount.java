package dev.troupe.gateway.worker;

import java.util.concurrent.TimeUnit;

/** Counts what happened within the last seconds. Not thread-safe. */
final class RecentCount {
    /** How long an event may be on its way in a connection, or wait in a worker, before it is taken for handled. */
    static final int SECONDS = 10;

    private final long[] counts = new long[SECONDS];
    private long lastSecond = Long.MIN_VALUE;

    void add(long nanoTime) {
        turnTo(TimeUnit.NANOSECONDS.toSeconds(nanoTime));
        counts[Math.floorMod(lastSecond, SECONDS)]++;
    }

    long sum(long nanoTime) {
        turnTo(TimeUnit.NANOSECONDS.toSeconds(nanoTime));
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private void turnTo(long second) {
        long first = Math.max(lastSecond + 1, second - SECONDS + 1);
        for (long each = first; each <= second; each++) {
            counts[Math.floorMod(each, SECONDS)] = 0;
        }
        lastSecond = second;
    }
}
