package dev.troupe.samples.demo;

import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.triage.AuditAgent;
import dev.troupe.samples.triage.DocumentReceived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Publishes documents through the desk, and keeps each on its list until its decision is in the books: agents in memory
 * end with their node, so what a killed one had half done has to come again from its source.
 */
final class Feed {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PUBLISHED_AT_ONCE = 16;

    private final LocalCluster cluster;
    private final Documents documents;
    private final List<String> tenants;
    private final Screen screen;
    private final List<Document> fed = new ArrayList<>();
    private final Semaphore underWay = new Semaphore(PUBLISHED_AT_ONCE);
    private volatile boolean paused;
    private int fedAgain;

    Feed(LocalCluster cluster, Demo.Plan plan, Screen screen) {
        this.cluster = cluster;
        this.documents = plan.documents();
        this.tenants = plan.tenants();
        this.screen = screen;
    }

    /** Until it publishes again, a publication that fails is no surprise. */
    void pause() {
        paused = true;
    }

    /** Publishes documents; {@code meanwhile} is run now and then. */
    void publish(List<Document> some, Runnable meanwhile) {
        for (Document document : some) {
            awaitTurn(meanwhile);
            fed.add(document);
            publish(document);
        }
    }

    /** Publishes again what has no decision yet. */
    void publishAgain(String reason, Runnable meanwhile) {
        paused = false;
        var books = books();
        var undecided = fed.stream().filter(document -> !books.has(document)).toList();
        screen.line(reason + ": publishing " + undecided.size() + " undecided documents again");
        for (Document document : undecided) {
            awaitTurn(meanwhile);
            fedAgain++;
            publish(document);
        }
    }

    private void awaitTurn(Runnable meanwhile) {
        try {
            meanwhile.run();
            while (!underWay.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                meanwhile.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("demo: interrupted", e);
        }
    }

    private void publish(Document document) {
        var event = document.event();
        cluster.desk().publish(DocumentReceived.topic(document.tenant()), event).whenComplete((publication, thrown) -> {
            underWay.release();
            if (thrown != null && !paused) {
                screen.error("publishing " + document.name() + " failed: " + thrown);
            }
        });
    }

    /** Returns what is in the books of the documents to feed. */
    Books books() {
        Map<String, AuditAgent.Totals> byTenant = new LinkedHashMap<>();
        for (String tenant : tenants) {
            var answer = cluster.desk().ask(AuditAgent.TYPE.ref(tenant), new AuditAgent.Count(), PATIENCE);
            byTenant.put(tenant, answer.toCompletableFuture().join());
        }
        return new Books(byTenant).of(documents);
    }

    /** Returns whether nothing that was published waits for its decision. */
    boolean hasAllDecided(Books books) {
        return fed.stream().allMatch(books::has);
    }

    int fedAgain() {
        return fedAgain;
    }
}
