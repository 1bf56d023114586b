package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import java.util.List;

/**
 * Hears of the turns of a node's agents. It is called on their threads in the middle of their work: it must not wait, and
 * what it throws counts as a failure of the agent.
 */
public interface TurnListener {
    /** Hears nothing. */
    TurnListener NONE = new TurnListener() {};

    /** Tells whether it wants to know how long turns take; nothing is timed for those that do not. */
    default boolean timed() {
        return false;
    }

    /** Tells whether it wants messages to say which trace they belong to; without one that does, they get no header. */
    default boolean traced() {
        return false;
    }

    /** A handler is about to be called, on this thread. */
    default void began(AgentId agent, Delivery delivery) {}

    /**
     * A turn has ended, or was not needed; of a durable agent it may not be stored yet. Also what a worker has ended, and
     * what ended while it waited: without that it began, and perhaps while another turn is open.
     *
     * @param sent what it sends now; nothing unless it was applied
     * @param nanos since {@link #began}, or since a worker got it; 0 if no handler was called, or nobody wants to know
     */
    default void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {}

    /**
     * Entries of a durable agent are stored.
     *
     * @param nanos since they were given to the journal; 0 if nobody wants to know
     */
    default void stored(AgentId agent, int entries, long nanos) {}

    /**
     * An agent's life has ended in order.
     *
     * @param messages those it had accepted and not settled: their senders send them again
     */
    default void left(AgentId agent, int messages) {}

    /** Returns one that tells this one first, then {@code next}. */
    default TurnListener and(TurnListener next) {
        return this == NONE ? next : new Both(this, next);
    }

    /** Tells both. */
    record Both(TurnListener first, TurnListener second) implements TurnListener {
        @Override
        public boolean timed() {
            return first.timed() || second.timed();
        }

        @Override
        public boolean traced() {
            return first.traced() || second.traced();
        }

        @Override
        public void began(AgentId agent, Delivery delivery) {
            first.began(agent, delivery);
            second.began(agent, delivery);
        }

        @Override
        public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
            first.ended(agent, delivery, how, sent, nanos);
            second.ended(agent, delivery, how, sent, nanos);
        }

        @Override
        public void stored(AgentId agent, int entries, long nanos) {
            first.stored(agent, entries, nanos);
            second.stored(agent, entries, nanos);
        }

        @Override
        public void left(AgentId agent, int messages) {
            first.left(agent, messages);
            second.left(agent, messages);
        }
    }
}
