package dev.troupe.engine;

import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** Who wants to know what became of a message. Called once, by the lane that kept it: must not block. */
@FunctionalInterface
public interface Owner {
    void settled(Envelope envelope, Outcome outcome);
}
