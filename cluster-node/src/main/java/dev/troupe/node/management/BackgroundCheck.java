package dev.troupe.node.management;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A check that may take long: it is done elsewhere, when somebody looks and the last one is old, one at a time. Whoever looks
 * gets what the last one found; a check that does not come back fails by itself. Nobody looks, nothing is done. Thread-safe.
 */
final class BackgroundCheck implements Supplier<String> {
    /**
     * When to check.
     *
     * @param age how old a finding may be until the next check begins
     * @param patience how long a check may take
     */
    record Times(Duration age, Duration patience) {}

    private final Executor executor;
    private final Supplier<String> work;
    private final Times times;
    private final LongSupplier nanos;
    private String found = "";
    private boolean running;
    private long since;

    /**
     * Makes one.
     *
     * @param work returns why it fails; an empty text if it does not
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    BackgroundCheck(Executor executor, Supplier<String> work, Times times, LongSupplier nanos) {
        this.executor = executor;
        this.work = work;
        this.times = times;
        this.nanos = nanos;
        this.since = nanos.getAsLong() - times.age().toNanos();
    }

    @Override
    public String get() {
        boolean begins;
        synchronized (this) {
            long passed = nanos.getAsLong() - since;
            if (running) {
                return passed < times.patience().toNanos()
                        ? found
                        : "no answer for " + Duration.ofNanos(passed).toSeconds() + " s";
            }
            begins = passed >= times.age().toNanos();
            if (begins) {
                running = true;
                since = nanos.getAsLong();
            }
        }
        if (begins) {
            executor.execute(this::check);
        }
        synchronized (this) {
            return found;
        }
    }

    private void check() {
        String why;
        try {
            why = work.get();
        } catch (RuntimeException e) {
            why = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            found = why;
            running = false;
            since = nanos.getAsLong();
        }
    }
}
