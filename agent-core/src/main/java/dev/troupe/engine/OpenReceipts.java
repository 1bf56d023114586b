package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The receipts that callers from outside wait for. Thread-safe. Bounded by the limit of pending messages. */
@SuppressWarnings("CollectionUndefinedEquality") // each receipt is itself; identity is meant
final class OpenReceipts {
    private final Set<CompletableFuture<Receipt>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Returns a new receipt to wait for; a failed one once this is closed. */
    CompletableFuture<Receipt> open() {
        var receipt = new CompletableFuture<Receipt>();
        waiting.add(receipt);
        if (closed) {
            fail(receipt);
        }
        return receipt;
    }

    void complete(CompletableFuture<Receipt> open, Receipt receipt) {
        waiting.remove(open);
        open.complete(receipt);
    }

    boolean isClosed() {
        return closed;
    }

    /** Fails everything that waits: who would settle it is gone. */
    void close() {
        closed = true;
        waiting.forEach(this::fail);
    }

    private void fail(CompletableFuture<Receipt> receipt) {
        waiting.remove(receipt);
        receipt.completeExceptionally(new AgentException(Failure.of(
                Failure.Kind.UNAVAILABLE,
                "the runtime was closed before the receipt came; the message may have been handled")));
    }
}
