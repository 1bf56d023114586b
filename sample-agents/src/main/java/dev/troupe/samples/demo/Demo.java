package dev.troupe.samples.demo;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.node.Modules;
import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.triage.AuditAgent;
import dev.troupe.samples.triage.DocumentReceived;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run: this JVM is a node that keeps the books (the audit agents live here) and feeds documents; the workers are
 * JVMs of their own. A document stays on the list until its decision is in the books: agents in memory end with their
 * node, so what a killed one had half done is published again.
 */
final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without progress for so long, what has no decision is published again. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(8);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);
    private static final int PUBLISHED_AT_ONCE = 16;

    /** Faster than an operator would set them: on one machine, a node that is silent for two seconds is dead. */
    private static final List<String> LOCAL_CLUSTER = List.of(
            "pekko.cluster.failure-detector.heartbeat-interval=500ms",
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause=2500ms",
            "pekko.cluster.split-brain-resolver.stable-after=2s",
            "pekko.cluster.gossip-interval=300ms",
            "pekko.cluster.leader-actions-interval=300ms");

    private final Documents documents;
    private final List<String> tenants;
    private final int nodes;
    private final boolean kill;
    private final Screen screen;
    private final List<Worker> workers = new ArrayList<>();
    private final Semaphore underWay = new Semaphore(PUBLISHED_AT_ONCE);
    private final Path logs;
    private final Thread onInterrupt = new Thread(this::stopWorkers, "troupe-demo-stop");
    private @Nullable ClusterRuntime runtime;
    private int publishedAgain;
    private long lastShown;

    Demo(Documents documents, List<String> tenants, int nodes, boolean kill, Screen screen) throws IOException {
        this.documents = documents;
        this.tenants = tenants;
        this.nodes = nodes;
        this.kill = kill;
        this.screen = screen;
        this.logs = Files.createTempDirectory("troupe-demo");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    boolean run() throws IOException {
        long start = System.nanoTime();
        documents.skipped().forEach(skipped -> screen.error("skipped " + skipped));
        screen.line("starting " + nodes + " worker JVMs (logs in " + logs + ")");
        var desk = startDesk();
        startWorkers(desk);
        screen.line("feeding " + documents.all().size() + " documents of " + tenants);
        int half = documents.all().size() / 2;
        publish(desk, documents.all().subList(0, half));
        if (kill) {
            killOne();
        }
        startBilling(desk);
        publish(desk, documents.all().subList(half, documents.all().size()));
        var books = awaitDecisions(desk);
        return conclude(desk, books, Duration.ofNanos(System.nanoTime() - start));
    }

    private ClusterRuntime startDesk() {
        var config = ConfigFactory.parseString(
                "troupe.cluster { port = 0, roles = [audit] }\n" + String.join("\n", LOCAL_CLUSTER));
        var started = ClusterRuntime.start(config, Modules.definitions(List.of("triage")));
        runtime = started;
        return started;
    }

    private void startWorkers(ClusterRuntime desk) throws IOException {
        for (int number = 1; number <= nodes; number++) {
            workers.add(startWorker("node-" + number, rolesOf(number), "triage", desk));
        }
        workers.forEach(this::awaitReady);
    }

    /** With three nodes or more, two are special; the last can do all, so that every role is there twice. */
    private List<String> rolesOf(int number) {
        if (nodes < 3 || number == nodes) {
            return List.of("triage", "gpu", "regulated");
        }
        return List.of("triage", number % 2 == 1 ? "gpu" : "regulated");
    }

    private Worker startWorker(String name, List<String> roles, String module, ClusterRuntime desk) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--join", desk.address(), "--modules", module));
        LOCAL_CLUSTER.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Worker.start(name, roles, arguments, logs.resolve(name + ".log"));
    }

    private void awaitReady(Worker worker) {
        try {
            worker.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(
                    worker.name() + " did not start; see " + logs.resolve(worker.name() + ".log"), e);
        }
        screen.line("  " + worker.name() + " is up (pid " + worker.pid() + ") roles=" + worker.roles());
    }

    private void killOne() {
        var victim = workers.get(nodes - 1);
        screen.line("killing " + victim.name() + " (SIGKILL, pid " + victim.pid() + ")");
        victim.kill();
    }

    private void startBilling(ClusterRuntime desk) throws IOException {
        screen.line("starting billing, a type that nobody knows yet");
        var billing = startWorker("billing", List.of("billing"), "billing", desk);
        workers.add(billing);
        awaitReady(billing);
    }

    private void publish(ClusterRuntime desk, List<Document> some) {
        for (Document document : some) {
            underWay.acquireUninterruptibly();
            showProgress(desk);
            var topic = DocumentReceived.topic(document.tenant());
            desk.publish(topic, document.event()).whenComplete((publication, thrown) -> {
                underWay.release();
                if (thrown != null) {
                    screen.error("publishing " + document.name() + " failed: " + thrown);
                }
            });
        }
    }

    private Map<String, AuditAgent.Totals> awaitDecisions(ClusterRuntime desk) {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        long lastProgress = System.nanoTime();
        int lastDecided = -1;
        while (true) {
            var books = books(desk);
            int decided = decided(books);
            showProgress(desk);
            if (decided == documents.all().size() || System.nanoTime() > deadline) {
                return books;
            }
            if (decided != lastDecided) {
                lastDecided = decided;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > AGAIN_AFTER.toNanos()) {
                lastProgress = System.nanoTime();
                publishAgain(desk, books);
            }
            pause();
        }
    }

    private void showProgress(ClusterRuntime desk) {
        if (System.nanoTime() - lastShown > POLL.toNanos()) {
            lastShown = System.nanoTime();
            screen.progress(progress(books(desk)));
        }
    }

    private void publishAgain(ClusterRuntime desk, Map<String, AuditAgent.Totals> books) {
        var undecided = documents.all().stream()
                .filter(document -> !isDecided(books, document))
                .toList();
        publishedAgain += undecided.size();
        screen.line("no decision yet for " + undecided.size() + " documents: publishing them again");
        publish(desk, undecided);
    }

    private Map<String, AuditAgent.Totals> books(ClusterRuntime desk) {
        Map<String, AuditAgent.Totals> books = new LinkedHashMap<>();
        for (String tenant : tenants) {
            books.put(
                    tenant,
                    desk.ask(AuditAgent.TYPE.ref(tenant), new AuditAgent.Count(), PATIENCE)
                            .toCompletableFuture()
                            .join());
        }
        return books;
    }

    private static int decided(Map<String, AuditAgent.Totals> books) {
        return books.values().stream()
                .mapToInt(totals -> totals.queues().size())
                .sum();
    }

    private static boolean isDecided(Map<String, AuditAgent.Totals> books, Document document) {
        var totals = books.get(document.tenant());
        return totals != null && totals.queues().containsKey(document.id());
    }

    private String progress(Map<String, AuditAgent.Totals> books) {
        var text = new StringBuilder("documents " + documents.all().size() + " | decided " + decided(books));
        byQueue(books)
                .forEach((queue, count) ->
                        text.append(" | ").append(queue).append(' ').append(count));
        for (Worker worker : workers) {
            text.append(" | ").append(worker.name()).append(' ');
            text.append(worker.state().equals("up") ? worker.turns() + " turns" : worker.state());
        }
        return text.toString();
    }

    private static Map<String, Integer> byQueue(Map<String, AuditAgent.Totals> books) {
        Map<String, Integer> counts = new TreeMap<>();
        books.values()
                .forEach(totals -> totals.queues().values().forEach(queue -> counts.merge(queue, 1, Integer::sum)));
        return counts;
    }

    private boolean conclude(ClusterRuntime desk, Map<String, AuditAgent.Totals> books, Duration took) {
        int decisions = decided(books);
        int lost = documents.all().size() - decisions;
        int twice = books.values().stream()
                .mapToInt(AuditAgent.Totals::appliedTwice)
                .sum();
        int again = books.values().stream().mapToInt(AuditAgent.Totals::again).sum();
        new Table(screen).print(books);
        workers.forEach(worker -> screen.line(String.format(
                "%-10s %-8s %7d turns  roles=%s", worker.name(), worker.state(), worker.turns(), worker.roles())));
        screen.line("billing heard of " + billing(desk));
        screen.line("published again " + publishedAgain + ", decided again " + again + ", dead letters "
                + desk.deadLetters().list().size() + ", took " + took.toMillis() / 1000.0 + " s");
        if (lost == 0 && twice == 0) {
            screen.good(
                    "ok: documents=" + documents.all().size() + " decisions=" + decisions + " lost=0 applied-twice=0");
            return true;
        }
        screen.error("failed: documents=" + documents.all().size() + " decisions=" + decisions + " lost=" + lost
                + " applied-twice=" + twice);
        documents.all().stream()
                .filter(document -> !isDecided(books, document))
                .limit(20)
                .forEach(document -> screen.error("  no decision for " + document.name()));
        return false;
    }

    /** Asked by name: this JVM has never heard of billing's classes. */
    private String billing(ClusterRuntime desk) {
        List<String> answers = new ArrayList<>();
        for (String tenant : tenants) {
            answers.add(tenant + " "
                    + desk.ask(AgentId.of("billing", tenant), new JsonPayload("billing.Count", "{}"), PATIENCE)
                            .thenApply(JsonPayload::json)
                            .exceptionally(thrown -> String.valueOf(thrown.getMessage()))
                            .toCompletableFuture()
                            .join());
        }
        return String.join(", ", answers);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("demo: interrupted", e);
        }
    }

    private void stopWorkers() {
        CompletableFuture.allOf(workers.stream()
                        .map(worker -> CompletableFuture.runAsync(worker::close))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        stopWorkers();
        if (runtime != null) {
            runtime.close();
        }
    }
}
