package dev.troupe.engine.external;

import dev.troupe.agent.TopicSubscription;

/** One thing that a worker does for the cluster. */
public sealed interface Served {
    /** Names the worker; unique in the cluster. */
    String client();

    /** Its worker runs the agents of a type. */
    record Type(String client, String agentType) implements Served {}

    /**
     * Its worker wants events for the agents of a type.
     *
     * @param id what the worker calls this subscription
     */
    record Route(String client, String id, TopicSubscription subscription) implements Served {}
}
