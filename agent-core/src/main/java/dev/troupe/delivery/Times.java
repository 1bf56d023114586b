package dev.troupe.delivery;

import java.time.Duration;

/** Sums of times in milliseconds that stop at {@link Long#MAX_VALUE}, which means never, instead of wrapping. */
public final class Times {
    private Times() {}

    /** Returns the length of {@code duration}, which is not negative. */
    public static long millis(Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Returns the time that is {@code millis}, which is not negative, after {@code start}. */
    public static long after(long start, long millis) {
        return start > Long.MAX_VALUE - millis ? Long.MAX_VALUE : start + millis;
    }

    public static long after(long start, Duration duration) {
        return after(start, millis(duration));
    }
}
