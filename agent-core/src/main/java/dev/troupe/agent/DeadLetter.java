package dev.troupe.agent;

import java.time.Instant;
import java.util.Optional;

/**
 * A message given up, as it was sent, and why.
 *
 * @param id names this dead letter; a message that fails again after a re-send is another one
 * @param payload exactly what was sent
 * @param attempts turns that were begun with it
 */
public record DeadLetter(
        String id,
        String messageId,
        AgentId recipient,
        Optional<AgentId> sender,
        Optional<TopicId> topic,
        JsonPayload payload,
        Failure failure,
        int attempts,
        Instant at) {}
