package dev.troupe.agent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about the message of the current turn besides its content.
 *
 * @param messageId the same in every attempt and on every node
 * @param sender the agent that sent it; empty for a message from outside
 * @param topic the topic it was published on; empty for a direct message
 * @param replyTo the agent the sender wants to be answered at, by a message of its own
 * @param correlationId what the sender relates this message to
 * @param attempt 1 on the first delivery
 * @param deadline when it expires
 * @param headers as the sender gave them, for example {@code traceparent} or {@code tenant}
 */
public record MessageInfo(
        String messageId,
        Optional<AgentId> sender,
        Optional<TopicId> topic,
        Optional<AgentId> replyTo,
        Optional<String> correlationId,
        int attempt,
        Instant deadline,
        Map<String, String> headers) {
    public MessageInfo {
        headers = Map.copyOf(headers);
    }
}
