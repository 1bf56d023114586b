package dev.troupe.engine.actor;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The receipts that callers from outside wait for. Thread-safe. Bounded by the limit of pending messages. */
final class OpenReceipts {
    /** By a number of their own: a caller may use the id of a message twice. */
    private final ConcurrentMap<Long, CompletableFuture<Receipt>> byNumber = new ConcurrentHashMap<>();

    private final AtomicLong lastNumber = new AtomicLong();
    private volatile boolean closed;

    /** One receipt to come. */
    record Open(long number, CompletableFuture<Receipt> receipt) {}

    /** Returns a new receipt to wait for; a failed one once this is closed. */
    Open open() {
        var open = new Open(lastNumber.incrementAndGet(), new CompletableFuture<>());
        byNumber.put(open.number(), open.receipt());
        if (closed) {
            fail(open.number());
        }
        return open;
    }

    void complete(Open open, Receipt receipt) {
        byNumber.remove(open.number());
        open.receipt().complete(receipt);
    }

    boolean isClosed() {
        return closed;
    }

    /** Fails everything that waits: who would settle it is gone. */
    void close() {
        closed = true;
        byNumber.keySet().forEach(this::fail);
    }

    private void fail(long number) {
        var receipt = byNumber.remove(number);
        if (receipt != null) {
            receipt.completeExceptionally(new AgentException(Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "the runtime was closed before the receipt came; the message may have been handled")));
        }
    }
}
