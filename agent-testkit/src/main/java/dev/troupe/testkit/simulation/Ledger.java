package dev.troupe.testkit.simulation;

import dev.troupe.agent.Failure;
import dev.troupe.agent.MessageInfo;
import dev.troupe.engine.Outside;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every message that was accepted is processed, a dead letter, or in flight, unless its sender's node died with it; it
 * has one receipt, and the receipt is true.
 */
final class Ledger implements Checker {
    private record DeadLetter(SimulatedNode node, Posting.Key key) {}

    private final Checkers checkers;
    private final Set<Posting> inFlight = new LinkedHashSet<>();
    private final Set<Posting.Key> applied = new HashSet<>();
    private final Set<DeadLetter> deadLetters = new HashSet<>();
    private long accepted;
    private long processed;
    private long deadLettered;
    private long goneWithNode;

    Ledger(Checkers checkers) {
        this.checkers = checkers;
    }

    Collection<Posting> inFlight() {
        return inFlight;
    }

    SimulationResult.Counts counts() {
        return new SimulationResult.Counts(accepted, processed, deadLettered, goneWithNode);
    }

    @Override
    public void onPosted(Posting posting) {
        accepted++;
        inFlight.add(posting);
    }

    @Override
    public void onDeadLetter(SimulatedNode node, Envelope envelope) {
        deadLetters.add(new DeadLetter(node, new Posting.Key(envelope.id(), envelope.recipient())));
    }

    @Override
    public void onApplied(SimulatedAgent agent, MessageInfo message) {
        applied.add(new Posting.Key(message.messageId(), agent.self));
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        if (posting.outcome != null) {
            checkers.broken(this, "two receipts for " + posting + ": " + posting.outcome + ", then " + outcome);
        }
        inFlight.remove(posting);
        var failure = outcome.failure();
        if (failure == null) {
            processed++;
            if (isTurn(posting.envelope) && !applied.contains(posting.key)) {
                checkers.broken(this, "a receipt says PROCESSED, and no turn was applied: " + posting);
            }
            return;
        }
        deadLettered++;
        if (failure.kind() != Failure.Kind.CANCELLED
                && !deadLetters.contains(new DeadLetter(posting.node, posting.key))) {
            checkers.broken(this, "a receipt says DEAD_LETTERED, and there is no dead letter: " + posting);
        }
        if (failure.kind() == Failure.Kind.EXPIRED && posting.node.world().now() < posting.envelope.deadline()) {
            checkers.broken(this, "expired before its deadline " + posting.envelope.deadline() + ": " + posting);
        }
    }

    @Override
    public void onGone(SimulatedNode node) {
        inFlight.removeIf(posting -> {
            boolean gone = posting.node == node;
            goneWithNode += gone ? 1 : 0;
            return gone;
        });
    }

    @Override
    public void onEnd(World world) {
        List<Posting> lost = inFlight.stream()
                .filter(posting -> posting.at <= world.calmSince())
                .toList();
        if (!lost.isEmpty()) {
            checkers.broken(this, lost.size() + " messages have no end, the first is " + lost.get(0));
        }
        if (accepted != processed + deadLettered + goneWithNode + inFlight.size()) {
            checkers.broken(this, "accepted " + accepted + " (expected: " + counts() + " + " + inFlight.size() + ")");
        }
    }

    /** An answer that comes too late is settled without a turn. */
    private static boolean isTurn(Envelope envelope) {
        return envelope.kind() == Envelope.Kind.MESSAGE
                && !envelope.recipient().type().equals(Outside.TYPE);
    }
}
