package dev.troupe.cluster;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The changes of the directory that callers of this node wait for; more than the limit are refused. Thread-safe. */
final class OpenChanges {
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    OpenChanges(int limit) {
        this.limit = limit;
    }

    /** Starts a change if there is room; otherwise the returned future has failed with {@code OVERLOADED}. */
    CompletableFuture<Void> start(Supplier<CompletableFuture<Void>> change) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            refused.increment();
            return CompletableFuture.failedFuture(new AgentException(Failure.of(
                    Failure.Kind.OVERLOADED,
                    "directory: " + limit + " changes are under way (troupe.cluster.directory-changes)")));
        }
        return change.get().whenComplete((done, failure) -> open.decrementAndGet());
    }

    /** Returns how many changes were refused. */
    long refused() {
        return refused.sum();
    }
}
