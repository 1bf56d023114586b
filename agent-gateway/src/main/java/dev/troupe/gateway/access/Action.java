package dev.troupe.gateway.access;

/** What somebody wants to do with a resource. */
public enum Action {
    /** Hears events, looks something up, serves an agent type. */
    READ,
    /** Sends, asks, publishes. */
    WRITE,
    /** Changes what belongs to all: subscriptions, dead letters. */
    ADMIN
}
