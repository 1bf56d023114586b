package dev.troupe.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a ledger with a long past takes to come back: from a message to its acknowledgement. */
final class Recovery {
    /** Recoveries begin between two snapshots as often early as late, since each adds to the past. */
    static final int LEDGERS = 10;

    static final int TURNS = 10_000;

    /** Agents that are not used for so long unload. */
    static final String CONFIG = "troupe.agents.idle-timeout = 200ms\n";

    private static final int TIMES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 5;

    private Recovery() {}

    /** Gives ledgers their past. */
    static void prepare(Ledgers ledgers, Load load) throws InterruptedException {
        ledgers.put(load, 0, number -> number < (long) LEDGERS * TURNS);
    }

    /** Returns the time of one message each, in milliseconds, that so many in a hundred do not exceed. */
    static double percentile(Ledgers ledgers, String text, int percent) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            awaitUnloaded(ledgers);
            for (int ledger = 0; ledger < LEDGERS; ledger++) {
                long start = System.nanoTime();
                ledgers.put(Ledgers.key(ledger), text)
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return Spread.percentile(millis, percent);
    }

    private static void awaitUnloaded(Ledgers ledgers) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ledgers.unload(LEDGERS);
        while (ledgers.loaded() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("ledgers loaded: " + ledgers.loaded() + " after " + PATIENCE
                        + " without a message (expected: 0)");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
