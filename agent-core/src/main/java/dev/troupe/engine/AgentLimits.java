package dev.troupe.engine;

import dev.troupe.agent.RetryPolicy;

/**
 * The limits of one agent; times in milliseconds.
 *
 * @param inboxLimit messages accepted and not settled
 * @param outboxLimit messages sent and not settled; an agent that has more takes no turn until some settle
 * @param outboxPatience how long it waits for that before it goes on and what does not fit is a dead letter
 * @param remindersLimit delayed messages that wait in the agent
 * @param streamsLimit senders' streams whose duplicates are recognised
 * @param sendersLimit durable senders whose messages are recognised when they come from another life of the sender
 * @param settledDelay how long a durable agent may keep to itself that something it sent is settled
 * @param expiry how long delivery of a message may take unless its sender says otherwise
 */
public record AgentLimits(
        int inboxLimit,
        int outboxLimit,
        long outboxPatience,
        int remindersLimit,
        int streamsLimit,
        int sendersLimit,
        long settledDelay,
        long expiry,
        RetryPolicy retryPolicy) {}
