package dev.troupe.gateway.access;

/** Who calls. */
public interface Principal {
    /** Names it in logs. */
    String name();

    /** Tells whether it may do something. */
    boolean may(Action action, Resource resource);

    /** Tells whether a key or a topic source is among those it may reach. */
    boolean reaches(String keyOrSource);
}
