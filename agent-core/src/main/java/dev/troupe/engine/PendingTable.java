package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what callers from outside have under way: per recipient, per topic source, and in all; and says no at a limit.
 * Thread-safe.
 */
public final class PendingTable {

    /** How many messages may be under way; each at least 1. */
    public record Limits(int perRecipient, int perSource, int total) {}

    /** The room that one message takes. */
    public static final class Ticket {
        private final AtomicInteger total;
        private final Counters<AgentId>.Counter ofRecipient;
        private final Counters<String>.@Nullable Counter ofSource;

        private Ticket(
                AtomicInteger total,
                Counters<AgentId>.Counter ofRecipient,
                Counters<String>.@Nullable Counter ofSource) {
            this.total = total;
            this.ofRecipient = ofRecipient;
            this.ofSource = ofSource;
        }

        /** Gives the room back, of so many messages that count for the same. Call it once for each. */
        public void leave(int messages) {
            total.addAndGet(-messages);
            ofRecipient.leave(messages);
            if (ofSource != null) {
                ofSource.leave(messages);
            }
        }

        /** Tells whether another message counts for the same recipient and topic source. */
        boolean isForTheSameAs(Ticket other) {
            return ofRecipient == other.ofRecipient && ofSource == other.ofSource;
        }
    }

    private final Limits limits;
    private final AtomicInteger total = new AtomicInteger();
    private final Counters<AgentId> byRecipient;
    private final Counters<String> bySource;

    public PendingTable(Limits limits) {
        this.limits = limits;
        this.byRecipient = new Counters<>(limits.perRecipient());
        this.bySource = new Counters<>(limits.perSource());
    }

    /**
     * Counts one more.
     *
     * @param source of the topic it is published on; null for a direct message
     * @throws BackpressureException if there is no room; then nothing is counted
     */
    public Ticket enter(AgentId recipient, @Nullable String source) {
        if (total.incrementAndGet() > limits.total()) {
            total.decrementAndGet();
            throw BackpressureException.ofNode(recipient, limits.total(), limits.total());
        }
        var ofSource = source == null ? null : bySource.enter(source);
        if (ofSource == null && source != null) {
            total.decrementAndGet();
            throw BackpressureException.ofSource(source, recipient, limits.perSource(), limits.perSource());
        }
        var ofRecipient = byRecipient.enter(recipient);
        if (ofRecipient == null) {
            total.decrementAndGet();
            if (ofSource != null) {
                ofSource.leave(1);
            }
            throw new BackpressureException(recipient, limits.perRecipient(), limits.perRecipient());
        }
        return new Ticket(total, ofRecipient, ofSource);
    }

    public int total() {
        return total.get();
    }
}
