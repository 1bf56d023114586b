package dev.troupe.engine.external;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the workers of all gateways serve. Thread-safe. */
public interface ServedDirectory {
    /** The role of nodes that may have workers. */
    String ROLE = "gateway";

    /** Returns all that is served, as this node knows it now. */
    Set<Served> all();

    /** Tells whether agents of the cluster's own have a type, so that no worker can. */
    boolean isOwn(String agentType);

    /**
     * Adds and removes what workers of this node serve. Once the stage completes, every reachable node knows. The agents
     * of a type that nobody serves here any more end here. A change that failed may be repeated.
     */
    CompletionStage<Void> change(Set<Served> add, Set<Served> remove);
}
