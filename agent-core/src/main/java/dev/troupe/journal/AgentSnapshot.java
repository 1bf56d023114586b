package dev.troupe.journal;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StoredAgent} at one moment, so that not all entries have to be read.
 *
 * @param turns applied so far
 * @param lastOrdinal the highest {@link Envelope#ordinal} given
 * @param outgoing sent and not settled, in order
 * @param asked requests whose answers have not been handled
 * @param steps of turns that have not ended
 */
public record AgentSnapshot(
        long turns,
        long lastOrdinal,
        @Nullable StoredState state,
        List<Envelope> outgoing,
        List<Envelope> asked,
        List<Reminder> reminders,
        List<Stream> streams,
        List<Sender> senders,
        List<StepRecord> steps) {

    /** Outcomes that the sender of a stream may ask for again. */
    public record Stream(StreamId id, long floor, List<Report.Settled<Outcome>> settled) {
        public Stream {
            settled = List.copyOf(settled);
        }
    }

    /** How far a durable sender was heard, and which of its messages were given up. */
    public record Sender(AgentId id, long upTo, List<GivenUp> givenUp) {
        public Sender {
            givenUp = List.copyOf(givenUp);
        }
    }

    /** A message that was given up. */
    public record GivenUp(long ordinal, int attempts, Failure failure) {}

    public AgentSnapshot {
        outgoing = List.copyOf(outgoing);
        asked = List.copyOf(asked);
        reminders = List.copyOf(reminders);
        streams = List.copyOf(streams);
        senders = List.copyOf(senders);
        steps = List.copyOf(steps);
    }
}
