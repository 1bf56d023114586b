package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What is known of a message that was sent durable, see {@link AgentRuntime#fate}.
 *
 * @param messageId of the message, or of a publication: then there is a receipt for each of its messages
 * @param receipts one for each recipient that something is known of; empty if nothing is
 */
public record Fate(String messageId, List<Receipt> receipts) {
    public Fate {
        requireNonNull(messageId, "messageId");
        receipts = List.copyOf(receipts);
    }
}
