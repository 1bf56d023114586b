package dev.troupe.cluster;

import dev.troupe.agent.PublishedEvent;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import java.util.List;

/** What crosses nodes besides Pekko's own messages. Each has a manifest in {@link WireSerializer}. */
sealed interface Wire {

    /** An event for live listeners. */
    record LiveEvent(PublishedEvent event) implements Wire {}

    /** Asks a node's mediator to read the directory now, and to say so. */
    record Refresh(String from, long round) implements Wire, Mediator.Command {}

    /** A node's mediator knows everything that was written before {@code round} began. */
    record Refreshed(String node, long round) implements Wire, Mediator.Command {}

    /**
     * Asks a node to receive what this one sends over a link.
     *
     * @param producer the link's producer controller, in Pekko's serialization format
     */
    record Connect(String node, String producer) implements Wire, LinkReceivers.Command {}

    /** Between the {@link Inquiries} of nodes. */
    sealed interface Inquiry extends Wire {}

    /**
     * Asks a node about itself.
     *
     * @param from who asks, {@code host:port}
     */
    record Question(long id, String from, String question, String argument) implements Inquiry {}

    /**
     * Answers a question.
     *
     * @param error why there is no answer; empty if there is one
     */
    record Told(long id, String text, String error) implements Inquiry {}

    /** What gathered for another node: batches for its agents, reports for its lanes. */
    record LinkBatch(List<AgentActor.Deliver> batches, List<LaneActor.Reported> reports) implements Wire {}
}
