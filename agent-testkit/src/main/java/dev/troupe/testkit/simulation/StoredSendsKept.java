package dev.troupe.testkit.simulation;

import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.engine.StoredSends;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Outcome;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was sent durable from outside and is said to be stored is applied once, or is a dead letter in the store; and what
 * the store says became of it is true.
 */
final class StoredSendsKept implements Checker {
    private final Checkers checkers;
    private final Set<Posting.Key> stored = new LinkedHashSet<>();
    private final Map<Posting.Key, Integer> applied = new HashMap<>();

    StoredSendsKept(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        var receipt = StoredSends.receipt(posting.envelope, outcome);
        if (receipt.outcome() == Receipt.Outcome.STORED) {
            stored.add(new Posting.Key(receipt.messageId(), receipt.recipient()));
        }
    }

    @Override
    public void onStored(SimulatedAgent agent, JournalEntry entry) {
        if (entry instanceof TurnRecord turn && turn.failure() == null) {
            applied.merge(new Posting.Key(turn.message().id(), agent.self), 1, Integer::sum);
        }
    }

    @Override
    public void onEnd(World world) {
        for (var key : stored) {
            var fate = world.fates().find(key.messageId()).toCompletableFuture().join();
            if (fate.receipts().size() != 1) {
                checkers.broken(this, "stored, and its fate is " + fate.receipts() + ": " + key);
            } else {
                check(key, fate.receipts().get(0));
            }
        }
    }

    private void check(Posting.Key key, Receipt receipt) {
        int times = applied.getOrDefault(key, 0);
        boolean mayBeApplied = receipt.failure()
                .map(Failure::kind)
                .filter(Failure.Kind.EXPIRED::equals)
                .isPresent();
        boolean isTrue = switch (receipt.outcome()) {
            case PROCESSED -> times == 1;
            case DEAD_LETTERED -> times == 0 || (mayBeApplied && times == 1);
            case STORED, REJECTED -> false;
        };
        if (!isTrue) {
            checkers.broken(this, "applied " + times + " times, and its fate is " + receipt + ": " + key);
        }
    }
}
