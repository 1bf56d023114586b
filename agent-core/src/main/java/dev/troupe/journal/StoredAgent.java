package dev.troupe.journal;

import dev.troupe.message.Envelope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fold of the entries of one agent: what it comes back with after a crash, and nothing that it would not. Not
 * thread-safe.
 */
public final class StoredAgent {
    private final Map<String, Envelope> outgoing = new LinkedHashMap<>();
    private final Map<String, Envelope> asked = new LinkedHashMap<>();
    private final Map<String, Reminder> reminders = new LinkedHashMap<>();
    private final SettledStreams streams;
    private final HeardSenders senders;
    private final StoredSteps steps = new StoredSteps();
    private @Nullable StoredState state;
    private long turns;
    private long lastOrdinal;

    /**
     * Makes one without entries.
     *
     * @param streamsLimit lanes whose messages are recognised when they come again
     * @param sendersLimit durable senders whose messages are
     */
    public StoredAgent(int streamsLimit, int sendersLimit) {
        this.streams = new SettledStreams(streamsLimit);
        this.senders = new HeardSenders(sendersLimit);
    }

    /** Takes the place of all entries up to a snapshot; call it before any {@link #apply}. */
    public void restore(AgentSnapshot snapshot) {
        turns = snapshot.turns();
        lastOrdinal = snapshot.lastOrdinal();
        state = snapshot.state();
        snapshot.outgoing().forEach(each -> outgoing.put(each.id(), each));
        snapshot.asked().forEach(each -> asked.put(each.id(), each));
        snapshot.reminders().forEach(each -> reminders.put(each.envelope().id(), each));
        snapshot.streams().forEach(streams::restore);
        snapshot.senders().forEach(senders::restore);
        snapshot.steps().forEach(steps::add);
    }

    public void apply(JournalEntry entry) {
        if (entry instanceof StartedRecord) {
            return; // who lives where is no part of what an agent comes back with
        }
        if (entry instanceof SettledRecord settled) {
            settled.settled().forEach(outgoing::remove);
        } else if (entry instanceof StepRecord step) {
            steps.add(step);
        } else if (entry instanceof LeftRecord left) {
            reminders.remove(left.message().id());
            send(left.message());
        } else if (entry instanceof TurnRecord turn) {
            apply(turn);
        } else {
            throw new IllegalStateException("entry: " + entry + " (expected: a known one)");
        }
    }

    private void apply(TurnRecord turn) {
        turn.settled().forEach(outgoing::remove);
        endOf(turn);
        if (turn.failure() == null) {
            turns++;
        }
        if (turn.state() != null) {
            state = turn.state();
        }
        for (var envelope : turn.sent()) {
            send(envelope);
            if (turn.asked().contains(envelope.id())) {
                asked.put(envelope.id(), envelope);
            }
        }
        turn.later().forEach(each -> reminders.put(each.envelope().id(), each));
    }

    private void send(Envelope envelope) {
        outgoing.put(envelope.id(), envelope);
        lastOrdinal = Math.max(lastOrdinal, envelope.ordinal());
    }

    /** The message of the turn has had its end. */
    private void endOf(TurnRecord turn) {
        var message = turn.message();
        String request = message.correlationId();
        if (message.kind() != Envelope.Kind.MESSAGE && request != null) {
            asked.remove(request);
            outgoing.remove(request); // an answer says more than a receipt
        }
        steps.turnEnded(message.id());
        if (turn.place() == null) {
            reminders.remove(message.id());
        } else {
            streams.note(turn.place(), turn.outcome());
        }
        senders.note(message, turn.attempts(), turn.failure());
    }

    /** Returns an immutable copy of everything. */
    public AgentSnapshot snapshot() {
        return new AgentSnapshot(
                turns,
                lastOrdinal,
                state,
                List.copyOf(outgoing.values()),
                List.copyOf(asked.values()),
                List.copyOf(reminders.values()),
                streams.snapshot(),
                senders.snapshot(),
                steps.snapshot());
    }

    /** Tells whether the agent has something to do of which nobody will remind it. */
    public boolean hasDuties() {
        return !outgoing.isEmpty() || !asked.isEmpty() || !reminders.isEmpty();
    }

    /** Returns what is stored of a step of an open turn; null if nothing is. */
    public @Nullable StepRecord step(String messageId, String step) {
        return steps.get(messageId, step);
    }

    /** Returns what the agent has sent under an id, unless an entry says that it is settled; null if nothing. */
    public @Nullable Envelope outgoing(String messageId) {
        return outgoing.get(messageId);
    }

    public HeardSenders senders() {
        return senders;
    }
}
