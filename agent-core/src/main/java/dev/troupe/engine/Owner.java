package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** Who wants to know what became of a message. The lane that kept it calls one of these once: they must not block. */
@FunctionalInterface
public interface Owner {
    void settled(Envelope envelope, Outcome outcome);

    /** The lane ends before it knows what became of the message. */
    default void abandoned(Envelope envelope, Failure why) {}
}
