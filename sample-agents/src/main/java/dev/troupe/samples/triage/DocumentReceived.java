package dev.troupe.samples.triage;

import dev.troupe.agent.MessageName;
import dev.troupe.agent.TopicId;

/**
 * A document has come in for a tenant. Published on {@link #topic}; it may be published again, everybody is idempotent by
 * its id.
 */
@MessageName("triage.DocumentReceived")
public record DocumentReceived(String id, String name, String text) {
    static final String TOPIC = "documents";

    /** Where documents of {@code tenant} are published. */
    public static TopicId topic(String tenant) {
        return TopicId.of(TOPIC, tenant);
    }
}
