package dev.troupe.bench;

import dev.troupe.bench.BenchStore.Stored;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What one long conversation of a durable team stores, turn by turn.
 *
 * @param turns of the conversation
 * @param entries of all its agents, in order
 * @param snapshots of all its agents, at the places of their last entries
 * @param ends the places of the entries with which the team begins and ends each turn: one more than turns
 * @param bare bytes of the entries of one round trip of agents without chat
 */
record Growth(int turns, List<Stored> entries, List<Stored> snapshots, List<Long> ends, double bare) {
    /** All snapshots are kept, so that what was written is there to be counted. */
    static final String CONFIG = "troupe.durable.keep-snapshots = 1000\n";

    private static final int PATIENCE_MINUTES = 5;

    /** Has the conversation on a node that stores, and waits until all of it is stored. */
    static Growth measure(TalkNode node) throws Exception {
        var store = node.store();
        if (store == null) {
            throw new IllegalArgumentException("store: none (expected: a node whose agents are durable)");
        }
        String key = UUID.randomUUID().toString();
        String bareKey = UUID.randomUUID().toString();
        await(node.bare().converse(bareKey));
        await(node.team().run(key));
        store.rows(); // waits for the last ones
        var entries = store.entries(key);
        var ends = entries.stream()
                .filter(entry -> entry.agent().equals(TeamTalk.NAME + "/" + key))
                .filter(entry -> entry.form().equals("turn.1") || entry.form().equals("changed.1"))
                .map(Stored::ordering)
                .toList();
        int turns = node.team().turns();
        if (ends.size() != turns + 1) {
            throw new IllegalStateException(
                    "entries of the team: " + ends.size() + " (expected: " + (turns + 1) + ", the task and each turn)");
        }
        return new Growth(
                turns,
                entries,
                store.snapshots(key),
                ends,
                (double) bytes(store.entries(bareKey)) / node.bare().turns());
    }

    private static void await(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }

    /** Returns the bytes of the entries of one turn, on the average of turns {@code first} to {@code last}. */
    double entriesPerTurn(int first, int last) {
        return perTurn(entries, first, last);
    }

    /** Returns the bytes of the snapshots of one turn, on the average of turns {@code first} to {@code last}. */
    double snapshotsPerTurn(int first, int last) {
        return perTurn(snapshots, first, last);
    }

    /** Returns the bytes of the entries up to the end of a turn. */
    double entriesTo(int last) {
        return bytes(to(entries, last));
    }

    /** Returns the bytes of the snapshots up to the end of a turn. */
    double snapshotsTo(int last) {
        return bytes(to(snapshots, last));
    }

    /** Returns the bytes of what the turns said, each text once. */
    static double texts(int turns) {
        return (double) turns * Talk.TEXT.length();
    }

    private double perTurn(List<Stored> all, int first, int last) {
        return (double) (bytes(to(all, last)) - bytes(to(all, first - 1))) / (last - first + 1);
    }

    private List<Stored> to(List<Stored> all, int turn) {
        return all.stream().filter(each -> each.ordering() <= ends.get(turn)).toList();
    }

    private static long bytes(List<Stored> all) {
        return all.stream().mapToLong(Stored::bytes).sum();
    }
}
