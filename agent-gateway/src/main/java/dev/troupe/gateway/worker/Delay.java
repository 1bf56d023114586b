package dev.troupe.gateway.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits without a thread. */
final class Delay {
    private Delay() {}

    /** Returns what completes after so long, on a thread on which nothing may block. */
    static CompletableFuture<Void> of(long millis) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }
}
