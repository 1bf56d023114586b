package dev.troupe.gateway.access;

import java.util.Optional;

/** Who calls. */
public interface Principal {
    /** Names it in logs. */
    String name();

    /**
     * Returns the tenant whose keys and sources are all that it reaches; empty if it reaches those of all. What principals of
     * one tenant send is deduplicated together.
     */
    Optional<String> tenant();

    /** Tells whether it may do something. */
    boolean may(Action action, Resource resource);

    /** Tells whether a key or a topic source is among those it may reach. */
    boolean reaches(String keyOrSource);
}
