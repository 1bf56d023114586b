package dev.troupe.chat.graph;

/** How many edges of an activation group have to be taken until its node runs. */
public enum Activation {
    ALL,
    ANY
}
