package dev.troupe.samples.demo;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.node.Modules;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run: this JVM is a node that keeps the books (the audit agents live here) and feeds documents; the workers are
 * JVMs of their own.
 */
final class Demo implements AutoCloseable {

    /** What the command line asks for. */
    record Plan(Documents documents, List<String> tenants, int nodes, boolean kill) {}

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without progress for so long, what has no decision is published again. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(8);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

    /**
     * Faster than an operator would set them: on one machine, a node that is silent for two seconds is dead, and in the
     * end all leave together, so that waiting for somebody to hand over to is in vain.
     */
    private static final List<String> LOCAL_CLUSTER = List.of(
            "pekko.cluster.failure-detector.heartbeat-interval=500ms",
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause=2500ms",
            "pekko.cluster.split-brain-resolver.stable-after=2s",
            "pekko.cluster.gossip-interval=300ms",
            "pekko.cluster.leader-actions-interval=300ms",
            "troupe.cluster.drain-timeout=2s",
            "pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout=2s",
            "pekko.coordinated-shutdown.phases.cluster-exiting.timeout=2s");

    private final Plan plan;
    private final Screen screen;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final Path logs;
    private final PrintStream standardError = System.err;
    private final Thread onInterrupt = new Thread(this::onInterrupt, "troupe-demo-stop");
    private volatile boolean interrupted;
    private @Nullable ClusterRuntime runtime;
    private @Nullable Feed feed;
    private @Nullable Worker dying;
    private long lastShown;

    Demo(Plan plan, Screen screen) throws IOException {
        this.plan = plan;
        this.screen = screen;
        this.logs = Files.createTempDirectory("troupe-demo");
        // As the workers' log: what is logged here would come between the lines.
        System.setErr(new PrintStream(logs.resolve("desk.log").toFile(), StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    boolean run() throws IOException {
        try {
            return runAll();
        } catch (RuntimeException e) {
            if (interrupted) {
                return false; // its nodes are being taken away from it
            }
            throw e;
        }
    }

    private boolean runAll() throws IOException {
        long start = System.nanoTime();
        var documents = plan.documents().all();
        plan.documents().skipped().forEach(skipped -> screen.error("skipped " + skipped));
        screen.line("starting " + plan.nodes() + " worker JVMs (logs and stored turns in " + logs + ")");
        var desk = startDesk();
        startWorkers(desk);
        screen.line("feeding " + documents.size() + " documents of " + String.join(", ", plan.tenants()));
        var started = new Feed(desk, plan.tenants(), screen);
        feed = started;
        int half = documents.size() / 2;
        started.publish(documents.subList(0, half), this::meanwhile);
        if (plan.kill()) {
            killOne();
        }
        startBilling(desk);
        started.publish(documents.subList(half, documents.size()), this::meanwhile);
        var books = awaitDecisions(started);
        return conclude(desk, books, Duration.ofNanos(System.nanoTime() - start));
    }

    private ClusterRuntime startDesk() {
        // Interrupted, it ends at once: nobody is there to hand over to.
        var config = ConfigFactory.parseString("troupe.cluster { port = 0, roles = [audit] }\n"
                + "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off\n" + String.join("\n", settings()));
        var started = ClusterRuntime.start(config, Modules.definitions(List.of("triage")));
        runtime = started;
        return started;
    }

    private void startWorkers(ClusterRuntime desk) throws IOException {
        for (int number = 1; number <= plan.nodes(); number++) {
            workers.add(startWorker("node-" + number, rolesOf(number), "triage", desk));
        }
        workers.forEach(this::awaitReady);
    }

    /** With three nodes or more, two are special; the last can do all, so that every role is there twice. */
    private List<String> rolesOf(int number) {
        if (plan.nodes() < 3 || number == plan.nodes()) {
            return List.of("triage", "gpu", "regulated");
        }
        return List.of("triage", number % 2 == 1 ? "gpu" : "regulated");
    }

    private Worker startWorker(String name, List<String> roles, String module, ClusterRuntime desk) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--join", desk.address(), "--modules", module));
        settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Worker.start(name, roles, arguments, logs.resolve(name + ".log"));
    }

    /** What all nodes of this run have in common: also the file with the turns of durable agents. */
    private List<String> settings() {
        List<String> settings = new ArrayList<>(LOCAL_CLUSTER);
        settings.add("troupe.store.embedded.file=\"" + logs.resolve("store.db") + "\"");
        return settings;
    }

    private void awaitReady(Worker worker) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!worker.ready().isDone() && System.nanoTime() < deadline) {
            meanwhile();
            pause();
        }
        try {
            worker.ready().completeExceptionally(new IllegalStateException("not ready within " + PATIENCE));
            worker.ready().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    worker.name() + " did not start; see " + logs.resolve(worker.name() + ".log"), e);
        }
        screen.line("  " + worker.name() + " is up (pid " + worker.pid() + "): " + String.join(", ", worker.roles()));
    }

    private void killOne() {
        var victim = workers.get(plan.nodes() - 1);
        screen.line("killing " + victim.name() + " (SIGKILL, pid " + victim.pid() + ")");
        dying = victim;
        victim.kill();
    }

    private void startBilling(ClusterRuntime desk) throws IOException {
        screen.line("starting billing, a type that nobody knows yet");
        var billing = startWorker("billing", List.of("billing"), "billing", desk);
        workers.add(billing);
        awaitReady(billing);
    }

    private Books awaitDecisions(Feed started) {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        long lastProgress = System.nanoTime();
        int lastDecided = -1;
        while (true) {
            var books = started.books();
            int decided = books.decisions();
            if (decided == plan.documents().all().size() || System.nanoTime() > deadline) {
                return books;
            }
            if (decided != lastDecided) {
                lastDecided = decided;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > AGAIN_AFTER.toNanos()) {
                lastProgress = System.nanoTime();
                started.publishAgain("no decision for " + AGAIN_AFTER.toSeconds() + " s", this::meanwhile);
            }
            meanwhile();
            pause();
        }
    }

    /** What is done while it waits for something else. */
    private void meanwhile() {
        feedWhatDied();
        if (System.nanoTime() - lastShown > POLL.toNanos()) {
            lastShown = System.nanoTime();
            screen.progress(progress());
        }
    }

    /** As long as a killed node counts as a member its agents have no successors, so it is too early before that. */
    private void feedWhatDied() {
        if (dying == null || feed == null || runtime == null) {
            return;
        }
        String name = dying.name();
        if (!runtime.status().members().contains(dying.address())) {
            dying = null;
            feed.publishAgain(name + " is removed from the cluster", this::meanwhile);
        }
    }

    private String progress() {
        if (feed == null) {
            return "waiting for "
                    + workers.stream()
                            .filter(worker -> !worker.ready().isDone())
                            .map(Worker::name)
                            .collect(Collectors.joining(", "));
        }
        String turns = workers.stream()
                .map(worker -> worker.name() + " " + (worker.state().equals("up") ? worker.turns() : worker.state()))
                .collect(Collectors.joining(", "));
        return "decided " + feed.books().decisions() + " of "
                + plan.documents().all().size() + " | turns: " + turns;
    }

    private boolean conclude(ClusterRuntime desk, Books books, Duration took) {
        var documents = plan.documents().all();
        new Table(screen).print(books.byTenant());
        workers.forEach(worker -> screen.line(String.format(
                "%-10s %-8s %7d turns  %s",
                worker.name(), worker.state(), worker.turns(), String.join(", ", worker.roles()))));
        screen.line("billing heard of " + billing(desk));
        screen.line(String.format(
                Locale.ROOT,
                "published again %d, decided again %d, dead letters %d, took %.1f s",
                feed == null ? 0 : feed.fedAgain(),
                books.again(),
                desk.deadLetters().list().size(),
                took.toMillis() / 1000.0));
        int lost = documents.size() - books.decisions();
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

    /** Asked by name: this JVM has never heard of billing's classes. */
    private String billing(ClusterRuntime desk) {
        List<String> answers = new ArrayList<>();
        for (String tenant : plan.tenants()) {
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

    /** Agents in memory have nothing to save, and what durable ones have is stored. */
    private void onInterrupt() {
        interrupted = true;
        screen.close("interrupted: ending the nodes");
        workers.forEach(Worker::kill);
    }

    private void stopWorkers() {
        CompletableFuture.allOf(workers.stream()
                        .map(worker -> CompletableFuture.runAsync(worker::close))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @Override
    public void close() {
        if (interrupted) {
            return; // the shutdown hook does it
        }
        stopWorkers();
        if (runtime != null) {
            runtime.close();
        }
        System.setErr(standardError);
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            standardError.flush(); // it runs already, and finds nothing to stop
        }
    }
}
