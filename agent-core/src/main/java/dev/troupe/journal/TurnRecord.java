package dev.troupe.journal;

import dev.troupe.agent.Failure;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of one turn.
 *
 * @param message what was handled
 * @param place where it came from; null for what the agent had told itself
 * @param attempts turns that were begun with it
 * @param failure why the message was given up; null if the turn was applied
 * @param state the new state; null if it stays as it was
 * @param answer to a request from outside
 * @param sent what leaves at once, in order
 * @param later what leaves, or comes back, at its time
 * @param asked the ids of those of {@code sent} whose answers the agent waits for
 * @param settled the ordinals of messages sent before that are settled since the last entry
 */
public record TurnRecord(
        long at,
        Envelope message,
        @Nullable Place place,
        int attempts,
        @Nullable Failure failure,
        @Nullable StoredState state,
        @Nullable Answer answer,
        List<Envelope> sent,
        List<Reminder> later,
        List<String> asked,
        List<Long> settled)
        implements JournalEntry {

    /**
     * The place of a message in a stream.
     *
     * @param floor the lowest that the sender may send again
     */
    public record Place(StreamId stream, long seq, long floor) {}

    public TurnRecord {
        sent = List.copyOf(sent);
        later = List.copyOf(later);
        asked = List.copyOf(asked);
        settled = List.copyOf(settled);
    }

    /** Returns the same turn with another state, or without one. */
    TurnRecord withState(@Nullable StoredState other) {
        return new TurnRecord(at, message, place, attempts, failure, other, answer, sent, later, asked, settled);
    }

    /** Returns what the sender of the message is told. */
    public Outcome outcome() {
        return failure == null ? Outcome.processed(attempts, answer) : Outcome.deadLettered(attempts, failure);
    }
}
