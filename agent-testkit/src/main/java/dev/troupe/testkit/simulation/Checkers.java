package dev.troupe.testkit.simulation;

import dev.troupe.agent.MessageInfo;
import dev.troupe.journal.JournalEntry;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All checkers of a world, and the first promise that one of them saw broken. */
final class Checkers implements Checker {
    private final Ledger ledger = new Ledger(this);
    private final List<Checker> all = List.of(
            new Bounds(this),
            new BooksBalance(this),
            new AppliedOnce(this),
            new SenderOrder(this),
            new Liveness(this),
            new JournalKept(this),
            new StoredSendsKept(this),
            ledger);
    private @Nullable String broken;

    /** Notes a broken promise; the first counts. */
    void broken(Checker checker, String what) {
        if (broken == null) {
            broken = checker.getClass().getSimpleName() + ": " + what;
        }
    }

    /** Returns the promise that is broken, and how; null if none is. */
    @Nullable
    String broken() {
        return broken;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void onPosted(Posting posting) {
        each(checker -> checker.onPosted(posting));
    }

    @Override
    public void onDeadLetter(SimulatedNode node, Envelope envelope) {
        each(checker -> checker.onDeadLetter(node, envelope));
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        each(checker -> checker.onSettled(posting, outcome));
        posting.outcome = outcome;
    }

    @Override
    public void onBegun(SimulatedAgent agent, MessageInfo message) {
        each(checker -> checker.onBegun(agent, message));
    }

    @Override
    public void onApplied(SimulatedAgent agent, MessageInfo message) {
        each(checker -> checker.onApplied(agent, message));
    }

    @Override
    public void onRound(SimulatedAgent agent) {
        each(checker -> checker.onRound(agent));
    }

    @Override
    public void onStored(SimulatedAgent agent, JournalEntry entry) {
        each(checker -> checker.onStored(agent, entry));
    }

    @Override
    public void onGone(SimulatedNode node) {
        each(checker -> checker.onGone(node));
    }

    @Override
    public void onHeartbeat(World world) {
        each(checker -> checker.onHeartbeat(world));
    }

    @Override
    public void onEnd(World world) {
        each(checker -> checker.onEnd(world));
    }

    private void each(Consumer<Checker> event) {
        all.forEach(event);
    }
}
