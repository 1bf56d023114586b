package dev.troupe.agent;

import java.util.List;

/**
 * What became of one published event: a receipt for each agent that was subscribed when it was published.
 *
 * @param messageId the event's id; each delivery has an id of its own, in its receipt
 * @param receipts empty if nobody was subscribed
 */
public record Publication(String messageId, TopicId topic, List<Receipt> receipts) {
    public Publication {
        receipts = List.copyOf(receipts);
    }

    /** Tells whether every subscribed agent applied the event; true as well if there was none. */
    public boolean processedByAll() {
        return receipts.stream().allMatch(Receipt::processed);
    }
}
