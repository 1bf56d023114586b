package dev.troupe.journal;

import org.jspecify.annotations.Nullable;

/**
 * Entries of one agent as its journal holds them: a large state of which a turn changes little is stored as the change,
 * or a long conversation would be stored anew with each message. Entries pass in order, from a snapshot or the first one
 * on. Not thread-safe.
 */
public final class StoredForms {
    /** States with fewer characters are stored whole: each entry can be read alone. */
    private static final int SMALL = 1_000;

    private @Nullable StoredState last;

    /** The next entry is the first one behind a snapshot. */
    public void restore(AgentSnapshot snapshot) {
        last = snapshot.state();
    }

    /** Returns what is stored of an entry. */
    public Object store(JournalEntry entry) {
        if (!(entry instanceof TurnRecord turn) || turn.state() == null) {
            return entry;
        }
        var before = last;
        last = turn.state();
        if (before == null || before.version() != last.version() || last.json().length() < SMALL) {
            return entry;
        }
        var change = Splice.between(before.json(), last.json());
        return change.inserted().length() < last.json().length() / 2
                ? new ChangedTurn(turn.withState(null), last.version(), change)
                : entry;
    }

    /**
     * Returns the entry of which {@link #store} made {@code stored}.
     *
     * @throws IllegalStateException if the one before it is missing
     */
    public JournalEntry read(Object stored) {
        if (stored instanceof ChangedTurn changed) {
            String before = last == null || last.version() != changed.version() ? "" : last.json();
            last = new StoredState(changed.version(), changed.change().applyTo(before));
            return changed.turn().withState(last);
        }
        var entry = (JournalEntry) stored;
        if (entry instanceof TurnRecord turn && turn.state() != null) {
            last = turn.state();
        }
        return entry;
    }
}
