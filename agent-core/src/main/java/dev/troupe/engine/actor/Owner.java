package dev.troupe.engine.actor;

import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** Who wants to know what became of a message. Called once, on a lane's thread: must not block. */
@FunctionalInterface
public interface Owner {
    void settled(Envelope envelope, Outcome outcome);
}
