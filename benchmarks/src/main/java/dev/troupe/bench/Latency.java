package dev.troupe.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** How long one call takes, with one in flight. */
final class Latency {
    private Latency() {}

    /** Returns the median of {@code count} calls, in microseconds; {@code call} gets the number of each. */
    static double medianMicros(int count, IntConsumer call) {
        double[] micros = new double[count];
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            call.accept(number);
            micros[number] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros[count / 2];
    }
}
