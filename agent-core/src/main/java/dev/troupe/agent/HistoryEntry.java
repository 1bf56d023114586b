package dev.troupe.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One stored turn of a durable agent.
 *
 * @param turn its number. Numbers rise in the order of the turns, with gaps: what the agent notes between turns, for
 *     example that its messages are settled, takes numbers too
 * @param at when it ended; the {@link AgentContext#clock} of a handler that awaits nothing says the same
 * @param message what was handled
 * @param attempts turns that were begun with the message
 * @param failure why the message was given up; empty if the turn was applied
 * @param before the state as JSON, in the form in which it was stored; empty before an agent has stored any
 * @param after the state when the turn had ended
 * @param answer to the message, if it is a request and was answered in this turn; a refusal has the type {@code
 *     troupe.Failure}
 * @param sent messages, requests, events once for each recipient, answers to earlier requests, reminders; first what
 *     left at once, in order
 */
public record HistoryEntry(
        long turn,
        Instant at,
        Message message,
        int attempts,
        Optional<Failure> failure,
        Optional<String> before,
        Optional<String> after,
        Optional<JsonPayload> answer,
        List<Sent> sent) {

    /**
     * What a turn handled.
     *
     * @param id the message id
     * @param sender empty for a message from outside
     * @param topic where it was published; empty for a direct message
     * @param answerTo the id of the agent's own request that this is the answer to, or the failure of
     */
    public record Message(
            String id,
            Optional<AgentId> sender,
            Optional<TopicId> topic,
            Optional<String> answerTo,
            JsonPayload payload) {}

    /**
     * What a turn sent.
     *
     * @param topic where it was published; empty for a direct message
     * @param delay after which it leaves, or comes back to the agent; zero for at once
     */
    public record Sent(AgentId recipient, Optional<TopicId> topic, JsonPayload payload, Duration delay) {}

    public HistoryEntry {
        sent = List.copyOf(sent);
    }
}
