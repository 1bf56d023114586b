package dev.troupe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** How long one call takes, with one in flight. */
final class Latency {
    private Latency() {}

    /** Calls while {@code more} says so, and returns the median in microseconds; both get the number of the call. */
    static double medianMicros(LongPredicate more, LongConsumer call) {
        List<Double> micros = new ArrayList<>();
        for (long number = 0; more.test(number); number++) {
            long start = System.nanoTime();
            call.accept(number);
            micros.add((System.nanoTime() - start) / 1e3);
        }
        return Spread.of(micros).median();
    }
}
