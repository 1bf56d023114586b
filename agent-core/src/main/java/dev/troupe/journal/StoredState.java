package dev.troupe.journal;

/**
 * The state of an agent.
 *
 * @param version of its form, which the agent's definition names
 */
public record StoredState(int version, String json) {}
