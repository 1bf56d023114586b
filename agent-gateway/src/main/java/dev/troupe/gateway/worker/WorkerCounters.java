package dev.troupe.gateway.worker;

import java.util.concurrent.atomic.LongAdder;

/** What passed between this node and its workers since it started. Thread-safe. */
final class WorkerCounters {
    private final LongAdder requestsWritten = new LongAdder();
    private final LongAdder requestsRedelivered = new LongAdder();
    private final LongAdder eventsWritten = new LongAdder();
    private final LongAdder eventsInDoubt = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void requestWritten(int attempt) {
        requestsWritten.increment();
        if (attempt > 1) {
            requestsRedelivered.increment();
        }
    }

    void eventWritten() {
        eventsWritten.increment();
    }

    /** A worker has gone, and nobody knows whether it has handled these. */
    void eventsInDoubt(long events) {
        eventsInDoubt.add(events);
    }

    /** A worker has sent what it may not, or what nobody can read. */
    void refused() {
        refused.increment();
    }

    long requestsWritten() {
        return requestsWritten.sum();
    }

    long requestsRedelivered() {
        return requestsRedelivered.sum();
    }

    long eventsWritten() {
        return eventsWritten.sum();
    }

    long eventsInDoubt() {
        return eventsInDoubt.sum();
    }

    long refusedMessages() {
        return refused.sum();
    }
}
