package dev.troupe.testkit;

import dev.troupe.agent.AgentRuntime;

/**
 * A running runtime as the contract sees it.
 *
 * @param sender where messages are sent; on a cluster another node than {@code other}
 * @param other another door to the same agents; the same one where there is only one
 * @param stop ends all of it
 */
public record RuntimeUnderTest(AgentRuntime sender, AgentRuntime other, Runnable stop) {}
