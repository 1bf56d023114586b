package dev.troupe.agent;

import java.util.Optional;

/**
 * An event as a live listener sees it.
 *
 * @param publisher the agent that published it; empty for an event from outside
 */
public record PublishedEvent(String messageId, TopicId topic, Optional<AgentId> publisher, JsonPayload payload) {}
