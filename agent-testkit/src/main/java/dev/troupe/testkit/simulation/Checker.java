package dev.troupe.testkit.simulation;

import dev.troupe.agent.MessageInfo;
import dev.troupe.journal.JournalEntry;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/**
 * Watches one promise. A method is called after its event; a checker that sees the promise broken says so to {@link
 * Checkers#broken} and does not throw, since an agent's machine would take that for a handler that threw.
 */
interface Checker {
    /** A node has accepted a message. */
    default void onPosted(Posting posting) {}

    /** A node keeps a message as a dead letter. */
    default void onDeadLetter(SimulatedNode node, Envelope envelope) {}

    /** The owner of a message hears of its end; the posting does not have the outcome yet. */
    default void onSettled(Posting posting, Outcome outcome) {}

    /** A turn begins. */
    default void onBegun(SimulatedAgent agent, MessageInfo message) {}

    /** A turn was applied. */
    default void onApplied(SimulatedAgent agent, MessageInfo message) {}

    /** An agent has run what it could. */
    default void onRound(SimulatedAgent agent) {}

    /** The journal has an entry of an agent. */
    default void onStored(SimulatedAgent agent, JournalEntry entry) {}

    /** A node is gone with all it had. */
    default void onGone(SimulatedNode node) {}

    /** Some time has passed. */
    default void onHeartbeat(World world) {}

    /** The world ends. */
    default void onEnd(World world) {}
}
