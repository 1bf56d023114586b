package dev.troupe.cluster;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.engine.FateStore;
import dev.troupe.engine.Settings;
import dev.troupe.engine.StoredSends;
import dev.troupe.store.FateTable;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the store what became of messages. One thread of the node writes, many entries at once, and answers questions.
 * What waits to be written is bounded by what the node's agents have sent that is not settled: an entry for each.
 */
final class StoredFates implements FateStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredFates.class);

    private static final int BATCH = 500;
    /** How long it may wait that a message is stored: mostly its end comes meanwhile, and is all that is written. */
    private static final long LINGER_MILLIS = 50;

    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long MAX_RETRY_MILLIS = 2_000;
    private static final long FORGET_EVERY_MINUTES = 10;

    /** Entries of one message that wait, and who wants to know when they are written. */
    private record Waiting(Entry entry, List<CompletableFuture<Void>> kept) {
        Waiting plus(Waiting later) {
            List<CompletableFuture<Void>> all = new ArrayList<>(kept);
            all.addAll(later.kept);
            return new Waiting(later.entry.follows(entry) ? later.entry : entry, all);
        }
    }

    private final Supplier<FateTable> open;
    private final Settings.Fates settings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "troupe-fates");
        daemon.setDaemon(true);
        return daemon;
    });
    private final AtomicInteger questions = new AtomicInteger();
    private final Map<FateTable.Key, Waiting> waiting = new LinkedHashMap<>();
    /** Whether a write will come soon, or at once. Both are guarded by {@link #waiting}, as that is. */
    private boolean writingSoon;

    private boolean writing;
    /** What follows is of the thread. */
    private @Nullable FateTable table;

    private long retryMillis = FIRST_RETRY_MILLIS;

    /** @param open opens the table, or throws {@link IllegalStateException} where there is no store */
    StoredFates(Supplier<FateTable> open, Settings.Fates settings) {
        this.open = open;
        this.settings = settings;
    }

    @Override
    public CompletionStage<Void> keep(Entry entry) {
        var kept = new CompletableFuture<Void>();
        boolean mayWait = entry.receipt().outcome() == Receipt.Outcome.STORED;
        synchronized (waiting) {
            waiting.merge(FateRows.key(entry.receipt()), new Waiting(entry, List.of(kept)), Waiting::plus);
            if (writing || (mayWait && writingSoon)) {
                return kept;
            }
            writingSoon = true;
            writing = !mayWait;
        }
        writeAfter(mayWait ? LINGER_MILLIS : 0);
        return kept;
    }

    @Override
    public CompletionStage<List<Receipt>> find(String id) {
        return ask(() -> table().find(id).stream().map(FateRows::receipt).toList());
    }

    @Override
    public CompletionStage<List<Entry>> deadLetters(@Nullable Place after, int limit) {
        var place = after == null ? null : FateRows.place(after);
        return ask(() ->
                table().deadLetters(place, limit).stream().map(FateRows::entry).toList());
    }

    @Override
    public CompletionStage<Optional<Entry>> find(String messageId, AgentId recipient) {
        var key = FateRows.key(messageId, recipient);
        return ask(() -> table().find(key).stream().map(FateRows::entry).findAny());
    }

    @Override
    public CompletionStage<Boolean> replace(Entry deadLetter, Receipt receipt) {
        var row = FateRows.row(new Entry(receipt, deadLetter.publication(), null, deadLetter.at()));
        return ask(() -> table().replaceDeadLetter(row));
    }

    /** What is not written is lost here; its senders send again what they have not heard the end of. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                if (table != null) {
                    table.close();
                }
            });
        } catch (RejectedExecutionException e) {
            return; // closed before
        }
        thread.shutdown();
    }

    private void writeAfter(long millis) {
        try {
            var unused = thread.schedule(this::writeBatch, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The node ends.
        }
    }

    private void writeBatch() {
        var batch = take();
        if (batch.isEmpty()) {
            return;
        }
        try {
            write(batch);
            retryMillis = FIRST_RETRY_MILLIS;
            batch.forEach(each -> each.kept().forEach(kept -> kept.complete(null)));
            writeAfter(0);
        } catch (SQLException | RuntimeException e) {
            if (retryMillis == FIRST_RETRY_MILLIS) {
                log.warn("What became of {} messages cannot be written now, and is tried again", batch.size(), e);
            }
            putBack(batch);
            writeAfter(retryMillis);
            retryMillis = Math.min(MAX_RETRY_MILLIS, 2 * retryMillis);
        }
    }

    private void write(List<Waiting> batch) throws SQLException {
        try {
            table().write(rows(batch));
        } catch (SQLException e) {
            if (!FateTable.isAboutARow(e)) {
                throw e;
            }
            for (var each : batch) {
                writeAlone(each);
            }
        }
    }

    /** One that the database never takes must not keep the others out. */
    private void writeAlone(Waiting one) throws SQLException {
        try {
            table().write(rows(List.of(one)));
        } catch (SQLException e) {
            if (!FateTable.isAboutARow(e)) {
                throw e;
            }
            log.error(
                    "What became of {} cannot be written, and is given up",
                    one.entry().receipt(),
                    e);
        }
    }

    private static List<FateTable.Row> rows(List<Waiting> batch) {
        return batch.stream().map(each -> FateRows.row(each.entry())).toList();
    }

    private List<Waiting> take() {
        synchronized (waiting) {
            writing = true;
            List<Waiting> batch = new ArrayList<>();
            var all = waiting.values().iterator();
            while (all.hasNext() && batch.size() < BATCH) {
                batch.add(all.next());
                all.remove();
            }
            if (batch.isEmpty()) {
                writing = false;
                writingSoon = false;
            }
            return batch;
        }
    }

    private void putBack(List<Waiting> batch) {
        synchronized (waiting) {
            for (var each : batch) {
                waiting.merge(FateRows.key(each.entry().receipt()), each, (newer, older) -> older.plus(newer));
            }
        }
    }

    /** Returns the table; called by the thread. The first to want it has old entries forgotten from time to time. */
    private FateTable table() {
        if (table == null) {
            table = open.get();
            var unused = thread.scheduleWithFixedDelay(this::forget, 0, FORGET_EVERY_MINUTES, TimeUnit.MINUTES);
        }
        return table;
    }

    private void forget() {
        var now = Instant.now();
        try {
            int forgotten = table().forget(
                            now.minus(settings.keep()).toEpochMilli(),
                            now.minus(settings.keepDeadLetters()).toEpochMilli());
            log.debug("Forgot what became of {} messages", forgotten);
        } catch (SQLException e) {
            log.debug("Cannot forget what became of old messages now", e);
        }
    }

    private <T> CompletionStage<T> ask(Question<T> question) {
        if (questions.incrementAndGet() > settings.openQuestions()) {
            questions.decrementAndGet();
            return failed(
                    Failure.Kind.OVERLOADED,
                    "store: " + settings.openQuestions()
                            + " questions about messages are open (limit: troupe.fates.open-questions)");
        }
        var answer = new CompletableFuture<T>();
        var unused = answer.whenComplete((done, thrown) -> questions.decrementAndGet());
        try {
            thread.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new AgentException(Failure.of(Failure.Kind.UNAVAILABLE, "the runtime is closed")));
        }
        return answer;
    }

    private static <T> void answer(Question<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.ask());
        } catch (SQLException | UncheckedIOException e) {
            answer.completeExceptionally(
                    new AgentException(Failure.of(Failure.Kind.UNAVAILABLE, "store: " + e.getMessage())));
        } catch (IllegalStateException e) {
            answer.completeExceptionally(new AgentException(StoredSends.UNAVAILABLE));
        }
    }

    private static <T> CompletionStage<T> failed(Failure.Kind kind, String why) {
        return CompletableFuture.failedFuture(new AgentException(Failure.of(kind, why)));
    }

    /** Asks the table something. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }
}
