package dev.troupe.samples.demo;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.StoredDeadLetters;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What is shown in the end, and whether all is as it should be. */
final class Report {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OPINION_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;

    /**
     * What the demo itself has counted.
     *
     * @param forgotten decisions that were in the books before a restart, and not after it
     */
    record Counted(int fedAgain, int forgotten, Duration took) {}

    /**
     * What the agents in Python say of themselves; {@code opinion.Totals} in their source.
     *
     * @param given documents that they gave an opinion on
     * @param compared those of them that the triage decided by their label
     * @param same those of them that both say the same of
     */
    record Opinions(int given, int compared, int same) {
        static final Opinions NONE = new Opinions(0, 0, 0);

        Opinions plus(Opinions more) {
            return new Opinions(given + more.given, compared + more.compared, same + more.same);
        }
    }

    private final Screen screen;
    private final LocalCluster cluster;
    private final Demo.Plan plan;

    Report(Screen screen, LocalCluster cluster, Demo.Plan plan) {
        this.screen = screen;
        this.cluster = cluster;
        this.plan = plan;
    }

    /** Returns whether nothing is lost or applied twice, and everybody took part. */
    boolean show(Books books, Counted counted) {
        new Table(screen).print(books.byTenant());
        cluster.workers()
                .forEach(worker -> screen.line(String.format(
                        "%-10s %-8s %7d turns  %s",
                        worker.name(), worker.state(), worker.turns(), String.join(", ", worker.roles()))));
        screen.line("billing heard of " + billing());
        boolean allTookPart = plan.options().python().isEmpty() || showOpinions();
        screen.line(String.format(
                Locale.ROOT,
                "published again %d, decided again %d, dead letters %d, took %.1f s",
                counted.fedAgain(),
                books.again(),
                deadLetters(),
                counted.took().toMillis() / 1000.0));
        return conclude(books, counted.forgotten()) && allTookPart;
    }

    private boolean conclude(Books books, int forgotten) {
        var documents = plan.documents().all();
        int lost = documents.size() - books.decisions() + forgotten;
        String result = "documents=" + documents.size() + " decisions=" + books.decisions() + " lost=" + lost
                + " applied-twice=" + books.appliedTwice();
        if (lost == 0 && books.appliedTwice() == 0) {
            screen.good("ok: " + result);
            return true;
        }
        screen.error("failed: " + result);
        documents.stream()
                .filter(document -> !books.has(document))
                .limit(20)
                .forEach(document -> screen.error("  no decision for " + document.name()));
        return false;
    }

    /** Those that the desk has sent, and those of all durable agents. */
    private int deadLetters() {
        var letters = cluster.desk().deadLetters();
        int count = letters.list().size();
        var page = letters.stored()
                .list(StoredDeadLetters.MOST)
                .toCompletableFuture()
                .join();
        while (!page.isEmpty()) {
            count += page.size();
            var last = StoredDeadLetters.Place.of(page.get(page.size() - 1));
            page = letters.stored()
                    .list(last, StoredDeadLetters.MOST)
                    .toCompletableFuture()
                    .join();
        }
        return count;
    }

    /** Asked by name: this JVM has never heard of billing's classes. */
    private String billing() {
        List<String> answers = new ArrayList<>();
        for (String tenant : plan.tenants()) {
            answers.add(tenant + " "
                    + cluster.desk()
                            .ask(AgentId.of("billing", tenant), new JsonPayload("billing.Count", "{}"), PATIENCE)
                            .thenApply(JsonPayload::json)
                            .exceptionally(thrown -> String.valueOf(thrown.getMessage()))
                            .toCompletableFuture()
                            .join());
        }
        return String.join(", ", answers);
    }

    /** Returns whether there is an opinion on each document, or on some if events under way were cut off by a restart. */
    private boolean showOpinions() {
        int documents = plan.documents().all().size();
        int expected = plan.options().incidents().contains(Demo.Incident.RESTART) ? 1 : documents;
        var opinions = awaitOpinions(documents);
        String line = "python gave an opinion on " + opinions.given() + " documents, the same as the label on "
                + opinions.same() + " of " + opinions.compared();
        if (opinions.given() >= expected) {
            screen.line(line);
            return true;
        }
        screen.error(line + " (expected: on " + expected + "; see " + cluster.log(PythonWorker.NAME) + ")");
        return false;
    }

    /** The opinions do not wait for the decisions, nor these for them. */
    private Opinions awaitOpinions(int wanted) {
        long deadline = System.nanoTime() + OPINION_PATIENCE.toNanos();
        while (true) {
            var opinions = opinions();
            if (opinions.given() >= wanted || System.nanoTime() > deadline) {
                return opinions;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return opinions;
            }
        }
    }

    private Opinions opinions() {
        var sum = Opinions.NONE;
        for (String tenant : plan.tenants()) {
            var totals = cluster.desk()
                    .ask(
                            AgentId.of(PythonWorker.TYPE, tenant),
                            new JsonPayload("opinion.Count", "{}"),
                            OPINION_PATIENCE)
                    .thenApply(answer -> Json.parse(answer.json(), Opinions.class))
                    .exceptionally(thrown -> Opinions.NONE)
                    .toCompletableFuture()
                    .join();
            sum = sum.plus(totals);
        }
        return sum;
    }
}
