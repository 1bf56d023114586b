package dev.troupe.journal;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fold of the entries of one agent: what it comes back with after a crash, and nothing that it would not. Not
 * thread-safe.
 */
public final class StoredAgent {
    /** An agent may send the same message id to several. */
    private record Address(String messageId, AgentId recipient) {
        static Address of(Envelope envelope) {
            return new Address(envelope.id(), envelope.recipient());
        }
    }

    /** By ordinal. */
    private final Map<Long, Envelope> outgoing = new LinkedHashMap<>();

    private final Map<String, Envelope> asked = new LinkedHashMap<>();
    private final Map<Address, Reminder> reminders = new LinkedHashMap<>();
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
        snapshot.outgoing().forEach(each -> outgoing.put(each.ordinal(), each));
        snapshot.asked().forEach(each -> asked.put(each.id(), each));
        snapshot.reminders().forEach(this::remind);
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
            reminders.remove(Address.of(left.message()));
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
        turn.later().forEach(this::remind);
    }

    private void send(Envelope envelope) {
        outgoing.put(envelope.ordinal(), envelope);
        lastOrdinal = Math.max(lastOrdinal, envelope.ordinal());
    }

    private void remind(Reminder reminder) {
        reminders.put(Address.of(reminder.envelope()), reminder);
    }

    /** The message of the turn has had its end. */
    private void endOf(TurnRecord turn) {
        var message = turn.message();
        String answered = message.correlationId();
        if (message.kind() != Envelope.Kind.MESSAGE && answered != null) {
            var request = asked.remove(answered);
            if (request != null) {
                outgoing.remove(request.ordinal()); // an answer says more than a receipt
            }
        }
        steps.turnEnded(message.id());
        if (turn.place() == null) {
            reminders.remove(Address.of(message));
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

    /** Returns what the agent has sent and no entry says is settled, oldest first. */
    public Collection<Envelope> outgoing() {
        return Collections.unmodifiableCollection(outgoing.values());
    }

    public HeardSenders senders() {
        return senders;
    }
}
