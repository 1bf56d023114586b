package dev.troupe.node;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.DrainReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node goes, once: it says that it is not ready, gives those who send to it time to notice, takes nothing new from
 * outside, gives its work to others, and closes its doors. Thread-safe; what takes time runs on a thread of its own.
 */
final class Leaving {
    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    private final ClusterRuntime runtime;
    private final List<Runnable> doorsThatStop = new ArrayList<>();
    private final List<Runnable> closers = new ArrayList<>();
    private final CompletableFuture<DrainReport> report = new CompletableFuture<>();
    private final CompletableFuture<Optional<DrainReport>> ended = new CompletableFuture<>();
    private volatile boolean begun;

    Leaving(ClusterRuntime runtime) {
        this.runtime = runtime;
        var unused = runtime.terminated().thenRun(this::endByItself);
    }

    /** Says what takes nothing new; it may wait until what it has is done. Call it before the node is open. */
    void stopFirst(Runnable door) {
        doorsThatStop.add(door);
    }

    /** Says what is closed before what was named so far; must be idempotent. Call it before the node is open. */
    void closeFirst(Runnable closer) {
        closers.add(0, closer);
    }

    /** Tells whether the node is about to leave. */
    boolean hasBegun() {
        return begun;
    }

    /** Begins, if that has not happened; completes when the node's work is given away, before its doors are closed. */
    synchronized CompletionStage<DrainReport> begin() {
        if (!begun) {
            begun = true;
            new Thread(this::leave, "troupe-leave").start();
        }
        return report;
    }

    /** Completes when everything is closed; empty if the work was not given away. */
    CompletionStage<Optional<DrainReport>> ended() {
        return ended;
    }

    private void leave() {
        Optional<DrainReport> drained = Optional.empty();
        try {
            await(runtime.drainNotice());
            doorsThatStop.forEach(Runnable::run);
            drained = Optional.of(runtime.drain().toCompletableFuture().join());
            log.info("{}", drained.get());
            report.complete(drained.get());
        } catch (RuntimeException e) {
            log.warn("This node could not give its work away", e);
            report.completeExceptionally(e);
        }
        close();
        ended.complete(drained);
    }

    private static void await(Duration notice) {
        try {
            TimeUnit.NANOSECONDS.sleep(notice.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endByItself() {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        report.completeExceptionally(new IllegalStateException("the node has ended by itself"));
        close();
        ended.complete(Optional.empty());
    }

    private void close() {
        for (var closer : closers) {
            try {
                closer.run();
            } catch (RuntimeException e) {
                log.warn("Something did not close in order", e);
            }
        }
        runtime.close();
    }
}
