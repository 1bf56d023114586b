package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Carries batches to agents and reports back to lanes, wherever they are. It may lose, double and delay: the machines
 * at both ends make up for it. This is the seam between the engine and the runtimes.
 */
public interface Transport {
    /**
     * Carries a batch.
     *
     * @param home the node where the recipient lived when it last told something: a hint for a shorter way; null if that
     *     is unknown
     * @param inDoubt whether the recipient was silent, or has left: then only who knows for sure may be asked
     */
    void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch);

    /** Has a durable agent loaded, wherever that is. */
    void start(AgentId agent);

    /** Carries one message at most once. */
    void tell(Envelope envelope);

    /** Carries a report of agent {@code from} to the lane that its stream names. */
    void report(AgentId from, Report<Outcome> report);
}
