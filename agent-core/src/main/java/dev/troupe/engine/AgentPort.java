package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.Report;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.Collection;
import java.util.List;

/** What an {@link AgentMachine} wants done. */
public interface AgentPort extends Inbox.Watch {
    /** Tells a sender's outbox what became of its messages. */
    void report(Report<Outcome> report);

    /** Sends a message; its end comes back through {@link AgentMachine#onSent}. */
    void send(Envelope envelope);

    /** Keeps a message that this agent gave up before it was sent, or that it had sent to itself. */
    void deadLetter(Envelope envelope, int attempts, Failure failure);

    /** Does a step away from the agent; its end comes back through {@link DurableSteps#onStepDone}. */
    void run(StepRun step);

    /** Shows an event to live listeners; its deliveries are sent one by one. */
    void published(PublishedEvent event);

    /** Tells whether what is sent says which trace it belongs to. */
    default boolean traced() {
        return false;
    }

    /** A handler is about to be called. */
    default void turnBegan(Delivery delivery) {}

    /**
     * A turn has ended, or was not needed; of a durable agent it may not be stored yet.
     *
     * @param sent what it sends now; nothing unless it was applied
     */
    default void turnEnded(Delivery delivery, TurnEnd how, List<Envelope> sent) {}

    /** A message has ended while it waited, perhaps in the middle of another one's turn: no handler sees it any more. */
    default void ended(Delivery delivery, TurnEnd how) {}

    /** Returns the agents that are subscribed to {@code topic} now. */
    Collection<AgentId> subscribers(TopicId topic);
}
