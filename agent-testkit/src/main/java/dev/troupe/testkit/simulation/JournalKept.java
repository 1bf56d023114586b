package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Outside;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.JournalJson;
import dev.troupe.journal.LeftRecord;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A durable agent has each message once in its journal, in the order of its durable senders; whoever is told that it was
 * processed can find it there; what a durable agent has sent has an end; and an agent that came back would be as the one
 * that lives.
 */
final class JournalKept implements Checker {
    private record Line(AgentId sender, AgentId recipient) {}

    private final Checkers checkers;
    private final Set<Posting.Key> ended = new HashSet<>();
    private final Set<Posting.Key> deadLetters = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final Map<Line, Long> lastOrdinal = new HashMap<>();
    private final Map<Posting.Key, Envelope> sent = new LinkedHashMap<>();

    JournalKept(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onStored(SimulatedAgent agent, JournalEntry entry) {
        if (entry instanceof LeftRecord left) {
            onSent(left.message());
        } else if (entry instanceof TurnRecord turn) {
            var message = turn.message();
            var key = new Posting.Key(message.id(), agent.self);
            if (!ended.add(key)) {
                checkers.broken(this, "stored twice: " + key);
            }
            if (message.ordinal() != 0 && message.sender() != null) {
                var last = lastOrdinal.put(new Line(message.sender(), agent.self), message.ordinal());
                if (last != null && last >= message.ordinal()) {
                    checkers.broken(this, key + " with ordinal " + message.ordinal() + " after " + last);
                }
            }
            turn.sent().forEach(this::onSent);
            if (message.kind() != Envelope.Kind.MESSAGE && message.correlationId() != null) {
                answered.add(message.correlationId());
            }
        }
    }

    private void onSent(Envelope envelope) {
        sent.put(new Posting.Key(envelope.id(), envelope.recipient()), envelope);
    }

    @Override
    public void onDeadLetter(SimulatedNode node, Envelope envelope) {
        deadLetters.add(new Posting.Key(envelope.id(), envelope.recipient()));
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        var world = posting.node.world();
        boolean isTurn = posting.envelope.kind() == Envelope.Kind.MESSAGE
                && world.isDurable(posting.envelope.recipient().type());
        if (isTurn && outcome.failure() == null && !ended.contains(posting.key)) {
            checkers.broken(this, "a receipt says PROCESSED, and nothing is stored: " + posting);
        }
    }

    @Override
    public void onEnd(World world) {
        for (var id : world.journal().agents()) {
            checkEnd(world, id, world.journal().stored(id));
        }
        sent.forEach((key, envelope) -> {
            boolean known = ended.contains(key) || deadLetters.contains(key) || answered.contains(envelope.id());
            boolean checked = envelope.kind() == Envelope.Kind.MESSAGE
                    && !envelope.recipient().type().equals(Outside.TYPE)
                    && world.isDurable(envelope.recipient().type());
            if (checked && !known) {
                checkers.broken(this, "sent by a durable agent, and never heard of again: " + key);
            }
        });
    }

    private void checkEnd(World world, AgentId id, StoredAgent stored) {
        var snapshot = stored.snapshot();
        if (!snapshot.outgoing().isEmpty()) {
            checkers.broken(this, id + " has unsettled " + snapshot.outgoing());
        }
        if (!snapshot.asked().isEmpty()) {
            checkers.broken(this, id + " has unanswered " + snapshot.asked());
        }
        if (snapshot.reminders().stream().anyMatch(reminder -> reminder.at() < world.calmSince())) {
            checkers.broken(this, id + " has forgotten " + snapshot.reminders());
        }
        var live = world.placement().current(id);
        if (live != null
                && !Arrays.equals(
                        JournalJson.write(snapshot),
                        JournalJson.write(live.machine().durability().stored().snapshot()))) {
            checkers.broken(
                    this,
                    id + " would come back as " + snapshot + " (expected: "
                            + live.machine().durability().stored().snapshot() + ")");
        }
    }
}
