package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** Who wants to know what became of a message. The lane that kept it calls one of these once: they must not block. */
@FunctionalInterface
public interface Owner {
    void settled(Envelope envelope, Outcome outcome);

    /** Returns the room that the message takes; its lane gives that back before it tells the end. Null if it takes none. */
    default PendingTable.@Nullable Ticket ticket() {
        return null;
    }

    /** The lane ends before it knows what became of the message. */
    default void abandoned(Envelope envelope, Failure why) {}

    /** Returns an owner that takes this one's room, and hears of the end in its place. */
    default Owner heardBy(Owner other) {
        var room = ticket();
        return new Owner() {
            @Override
            public void settled(Envelope envelope, Outcome outcome) {
                other.settled(envelope, outcome);
            }

            @Override
            public void abandoned(Envelope envelope, Failure why) {
                other.abandoned(envelope, why);
            }

            @Override
            public PendingTable.@Nullable Ticket ticket() {
                return room;
            }
        };
    }
}
