package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** What crosses nodes besides Pekko's own messages. Each has a manifest in {@link WireSerializer}. */
sealed interface Wire {

    /** An event for live listeners. */
    record LiveEvent(PublishedEvent event) implements Wire {}

    /** Asks a node's mediator to read the directory now, and to say so. */
    record Refresh(String from, long round) implements Wire, Mediator.Command {}

    /** A node's mediator knows everything that was written before {@code round} began. */
    record Refreshed(String node, long round) implements Wire, Mediator.Command {}

    /** The form of a batch on the wire. */
    record BatchForm(AgentId recipient, Batch<Envelope> batch) implements Wire {}

    /** The form of a report on the wire. */
    record ReportForm(AgentId from, Report<Outcome> report) implements Wire {}
}
