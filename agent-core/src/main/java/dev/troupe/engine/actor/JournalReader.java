package dev.troupe.engine.actor;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.journal.AgentSnapshot;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.JournalPage;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.StoredForms;
import dev.troupe.journal.TurnRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** Reads journals of agents, page by page, from whatever journal the actor system has. Thread-safe. */
public final class JournalReader {
    /** Turns in a page at most. */
    public static final int MOST_TURNS = 1_000;

    private static final String JOURNAL_PLUGIN = "pekko.persistence.journal.plugin";

    /** Entries that are looked at for each turn of a page: between two turns there are few. */
    private static final int ENTRIES_PER_TURN = 4;
    /** Entries that are looked at for the newest turns at least: a single turn may have many. */
    private static final int LEAST_ENTRIES = 400;

    private final ExtendedActorSystem system;
    private final boolean hasJournal;
    private final AtomicLong lastRecovery = new AtomicLong();

    public JournalReader(ActorSystem<?> system) {
        this.system = (ExtendedActorSystem) Adapter.toClassic(system);
        this.hasJournal = !system.settings().config().getString(JOURNAL_PLUGIN).isEmpty();
    }

    /** Where a page begins and ends is known when the journal has been looked at. */
    @FunctionalInterface
    private interface PageOf {
        Page create(long keptFrom, long highest);
    }

    /**
     * Reads the entries from a number on, up to so many turns; fails with {@link AgentException} if the journal does.
     * What an agent has stored when this is called is there.
     *
     * @throws IllegalArgumentException if the range is none
     */
    public CompletionStage<JournalPage> read(AgentId agent, long from, int turns) {
        if (from < 1) {
            throw new IllegalArgumentException("turn: " + from + " (expected: >= 1)");
        }
        requireTurns(turns);
        return page(agent, (keptFrom, highest) -> Page.from(Math.max(from, keptFrom), turns));
    }

    /**
     * Reads the newest entries, those of so many turns; of fewer where turns have many entries each. Nothing is behind such
     * a page. Otherwise as {@link #read}.
     */
    public CompletionStage<JournalPage> readNewest(AgentId agent, int turns) {
        requireTurns(turns);
        int entries = ENTRIES_PER_TURN * turns;
        return newest(agent, entries, turns)
                .thenCompose(page -> entries < LEAST_ENTRIES && hasFewer(page, turns, entries)
                        ? newest(agent, LEAST_ENTRIES, turns)
                        : CompletableFuture.completedFuture(page));
    }

    /** Tells whether a page has fewer turns than wanted, though there are more entries than were looked at. */
    private static boolean hasFewer(JournalPage page, int turns, long entries) {
        long found = page.entries().stream()
                .filter(each -> each.entry() instanceof TurnRecord)
                .count();
        return found < turns && page.highest() - page.keptFrom() >= entries;
    }

    private CompletionStage<JournalPage> newest(AgentId agent, long entries, int turns) {
        return page(agent, (keptFrom, highest) -> Page.newest(Math.max(keptFrom, highest + 1 - entries), turns));
    }

    private static void requireTurns(int turns) {
        if (turns < 1 || turns > MOST_TURNS) {
            throw new IllegalArgumentException("limit: " + turns + " (expected: 1 to " + MOST_TURNS + ")");
        }
    }

    private CompletionStage<JournalPage> page(AgentId agent, PageOf pageOf) {
        if (!hasJournal) {
            return CompletableFuture.failedFuture(new AgentException(Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "history of " + agent + ": this node has no store (expected: troupe.store.kind other than none)")));
        }
        var first = new AtomicLong();
        var onlyFirst = Recovery.create(SnapshotSelectionCriteria.none(), Long.MAX_VALUE, 1);
        return recover(agent, onlyFirst, (number, entry) -> first.set(number))
                .thenCompose(highest -> {
                    long keptFrom = first.get() == 0 ? highest + 1 : first.get();
                    return read(agent, keptFrom, pageOf.create(keptFrom, highest));
                })
                .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(failure(agent, thrown)));
    }

    private CompletionStage<JournalPage> read(AgentId agent, long keptFrom, Page page) {
        var snapshot = page.from == 1
                ? SnapshotSelectionCriteria.none()
                : SnapshotSelectionCriteria.create(page.from - 1, Long.MAX_VALUE);
        return recover(agent, Recovery.create(snapshot, page.to), page)
                .thenApply(highest -> new JournalPage(
                        agent,
                        keptFrom,
                        highest,
                        page.before.snapshot(),
                        List.copyOf(page.entries),
                        page.next(highest)));
    }

    private CompletableFuture<Long> recover(AgentId agent, Recovery range, JournalRecovery.Reader reader) {
        var highest = new CompletableFuture<Long>();
        var recovery = JournalRecovery.create(agent.toString(), range, reader, highest);
        system.systemActorOf(recovery, "troupe-history-" + lastRecovery.incrementAndGet());
        return highest;
    }

    private static AgentException failure(AgentId agent, Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        var exception = new AgentException(Failure.of(Failure.Kind.UNAVAILABLE, "history of " + agent + ": " + cause));
        exception.initCause(cause);
        return exception;
    }

    /** What is read for a page: the entries before it become their fold. Used by one thread at a time. */
    private static final class Page implements JournalRecovery.Reader {
        private final long from;
        private final long to;
        private final int mostTurns;
        /** Whether it keeps the last turns; else it keeps the first. */
        private final boolean newest;

        /** Nobody sends anything to a page, so it need not recognise what comes twice. */
        private final StoredAgent before = new StoredAgent(1, 1);

        private final StoredForms forms = new StoredForms();
        private final ArrayDeque<JournalPage.Numbered> entries = new ArrayDeque<>();
        private int turns;

        private Page(long from, long to, int mostTurns, boolean newest) {
            this.from = from;
            this.to = to;
            this.mostTurns = mostTurns;
            this.newest = newest;
        }

        static Page from(long from, int mostTurns) {
            long entries = (long) ENTRIES_PER_TURN * mostTurns;
            long to = from > Long.MAX_VALUE - entries ? Long.MAX_VALUE : from + entries;
            return new Page(from, to, mostTurns, false);
        }

        static Page newest(long from, int mostTurns) {
            return new Page(from, Long.MAX_VALUE, mostTurns, true);
        }

        @Override
        public void read(long number, Object stored) {
            if (stored instanceof AgentSnapshot snapshot) {
                before.restore(snapshot);
                forms.restore(snapshot);
                return;
            }
            var entry = forms.read(stored);
            if (number < from) {
                before.apply(entry);
            } else if (newest || turns < mostTurns) {
                entries.add(new JournalPage.Numbered(number, entry));
                turns += entry instanceof TurnRecord ? 1 : 0;
            }
            if (turns > mostTurns) {
                foldOldestTurn();
            }
        }

        private void foldOldestTurn() {
            JournalEntry oldest;
            do {
                oldest = entries.remove().entry();
                before.apply(oldest);
            } while (!(oldest instanceof TurnRecord));
            turns--;
        }

        OptionalLong next(long highest) {
            long last = turns < mostTurns ? to : entries.getLast().number();
            return last < highest ? OptionalLong.of(last + 1) : OptionalLong.empty();
        }
    }
}
