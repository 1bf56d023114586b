package dev.troupe.samples.demo;

import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run: this JVM is a node that keeps the books (the audit agents live here) and feeds documents; the workers are
 * JVMs of their own.
 */
final class Demo implements AutoCloseable {

    /** What may happen to the cluster while it works. */
    enum Incident {
        /** Two workers are killed, one after the other. */
        KILL,
        /** All nodes are stopped, and started again. */
        RESTART
    }

    /**
     * How the demo runs.
     *
     * @param nodes worker JVMs
     * @param keep whether the nodes go on when all is done
     * @param python what runs the worker in Python; empty for none
     */
    record Options(int nodes, Set<Incident> incidents, boolean keep, Optional<AutoGen> python) {
        Options {
            incidents = Set.copyOf(incidents);
        }
    }

    /** What the command line asks for. */
    record Plan(Documents documents, List<String> tenants, Options options) {
        boolean has(Incident incident) {
            return options.incidents().contains(incident);
        }

        /** Returns one of four parts, the first being number 0, that together are all documents in their order. */
        List<Document> quarter(int number) {
            var all = documents.all();
            return all.subList(all.size() * number / 4, all.size() * (number + 1) / 4);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Without progress for so long, what has no decision is published again. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(8);

    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

    private final Plan plan;
    private final Screen screen;
    private final Path logs;
    private final LocalCluster cluster;
    private final Feed feed;
    private final PrintStream standardError = System.err;
    private final Thread onInterrupt = new Thread(this::onInterrupt, "troupe-demo-stop");
    private volatile boolean interrupted;
    private @Nullable Worker dying;
    private volatile @Nullable PythonWorker python;
    private boolean feeding;
    /** Decisions that were in the books before a restart, and not after it. */
    private int forgotten;

    private long lastShown;

    Demo(Plan plan, Screen screen) throws IOException {
        this.plan = plan;
        this.screen = screen;
        this.logs = Files.createTempDirectory("troupe-demo");
        this.cluster = new LocalCluster(logs);
        this.feed = new Feed(cluster, plan, screen);
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
        plan.documents().skipped().forEach(skipped -> screen.error("skipped " + skipped));
        screen.line("starting " + plan.options().nodes() + " worker JVMs (logs and stored turns in " + logs + ")");
        cluster.startDesk();
        screen.line("  desk is up: " + cluster.ports().describe());
        cluster.startTriage(plan.options().nodes());
        startPython();
        cluster.living().forEach(this::awaitReady);
        awaitPython(1);
        invite();
        screen.line("feeding " + plan.documents().all().size() + " documents of " + String.join(", ", plan.tenants()));
        feeding = true;
        publish(0);
        if (plan.has(Incident.KILL)) {
            killAndReplace();
        }
        publish(1);
        if (plan.has(Incident.RESTART)) {
            restart();
        }
        startBilling();
        publish(2);
        if (plan.has(Incident.KILL)) {
            kill(cluster.busiest());
        }
        publish(3);
        var books = awaitBooks(this::complete);
        return conclude(books, Duration.ofNanos(System.nanoTime() - start));
    }

    private void publish(int quarter) {
        feed.publish(plan.quarter(quarter), this::meanwhile);
    }

    private boolean complete(Books books) {
        return books.decisions() == plan.documents().all().size();
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
            throw new IllegalStateException(worker.name() + " did not start; see " + cluster.log(worker.name()), e);
        }
        screen.line("  " + worker.name() + " is up (pid " + worker.pid() + "): " + String.join(", ", worker.roles()));
    }

    private void startPython() throws IOException {
        var autoGen = plan.options().python();
        if (autoGen.isPresent()) {
            String address = "127.0.0.1:" + cluster.ports().workers();
            python = PythonWorker.start(autoGen.get(), address, cluster.log(PythonWorker.NAME));
            if (interrupted) {
                endPython(); // it came after the others had been killed
            }
        }
    }

    /** Returns when the worker in Python, if there is one, has joined so many times. */
    private void awaitPython(int times) {
        var worker = python;
        if (worker == null) {
            return;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (worker.joined() < times) {
            if (!worker.living() || System.nanoTime() > deadline) {
                throw new IllegalStateException("python did not join; see " + cluster.log(PythonWorker.NAME));
            }
            meanwhile();
            pause();
        }
        screen.line("  python is up (pid " + worker.pid() + "): " + PythonWorker.TYPE);
    }

    private void kill(Worker victim) {
        screen.line("killing " + victim.name() + ", the busiest (SIGKILL, pid " + victim.pid() + ")");
        dying = victim;
        victim.kill();
    }

    /** Returns when the work goes on without the victim. */
    private void killAndReplace() throws IOException {
        var victim = cluster.busiest();
        kill(victim);
        var successor = cluster.replace(victim);
        screen.line("starting " + successor.name() + " in place of " + victim.name());
        awaitReady(successor);
        awaitBooks(books -> dying == null);
        int before = feed.books().decisions();
        var after = awaitBooks(books -> books.decisions() > before || feed.hasAllDecided(books));
        screen.line("the work goes on without " + victim.name() + ": " + decided(after));
    }

    /** What is under way is cut off: triage and policy have it in the store, and the rest is published again. */
    private void restart() throws IOException {
        var before = feed.books();
        screen.line("stopping all nodes: " + decided(before));
        var stopped = cluster.living();
        feed.pause();
        feeding = false;
        int joined = python == null ? 0 : python.joined();
        cluster.stop();
        stopped.stream()
                .filter(worker -> worker.state().equals("killed"))
                .forEach(worker -> screen.error("  " + worker.name() + " did not leave in time and was killed"));
        screen.line("nothing runs; starting all again on the stored turns");
        cluster.startDesk();
        var started = cluster.startAgain(stopped);
        started.forEach(this::awaitReady);
        awaitPython(joined + 1);
        feeding = true;
        var after = feed.books();
        forgotten = before.without(after);
        screen.line("in the books: " + decided(after) + ", " + forgotten + " of the " + before.decisions()
                + " before the stop missing");
        feed.publishAgain("after the restart", this::meanwhile);
    }

    private void startBilling() throws IOException {
        screen.line("starting billing, a type that nobody knows yet");
        awaitReady(cluster.startBilling());
    }

    /** Returns the books once they are as wanted; as they are, if that takes too long. */
    private Books awaitBooks(Predicate<Books> wanted) {
        long deadline = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        long lastProgress = System.nanoTime();
        int lastDecided = -1;
        while (true) {
            var books = feed.books();
            if (wanted.test(books) || System.nanoTime() > deadline) {
                return books;
            }
            if (books.decisions() != lastDecided) {
                lastDecided = books.decisions();
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > AGAIN_AFTER.toNanos()) {
                lastProgress = System.nanoTime();
                feed.publishAgain("no decision for " + AGAIN_AFTER.toSeconds() + " s", this::meanwhile);
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
        if (dying == null || !feeding) {
            return;
        }
        String name = dying.name();
        if (!cluster.desk().status().members().contains(dying.address())) {
            dying = null;
            feed.publishAgain(name + " is removed from the cluster", this::meanwhile);
        }
    }

    private String progress() {
        if (!feeding) {
            return "waiting for "
                    + cluster.living().stream()
                            .filter(worker -> !worker.ready().isDone())
                            .map(Worker::name)
                            .collect(Collectors.joining(", "));
        }
        String turns = cluster.workers().stream()
                .filter(worker -> !worker.state().equals("stopped"))
                .map(worker -> worker.name() + " " + (worker.state().equals("up") ? worker.turns() : worker.state()))
                .collect(Collectors.joining(", "));
        return decided(feed.books()) + " | turns: " + turns;
    }

    private String decided(Books books) {
        return "decided " + books.decisions() + " of " + plan.documents().all().size();
    }

    private boolean conclude(Books books, Duration took) {
        boolean good =
                new Report(screen, cluster, plan).show(books, new Report.Counted(feed.fedAgain(), forgotten, took));
        if (plan.options().keep()) {
            screen.line("all nodes go on; Ctrl-C ends them");
            invite();
            awaitInterrupt();
        }
        return good;
    }

    private void invite() {
        var uri = "http://127.0.0.1:" + cluster.ports().http();
        new Invitation(uri, plan.tenants().get(0)).lines(python != null).forEach(screen::line);
    }

    /** The shutdown hook ends the nodes, and this JVM. */
    private static void awaitInterrupt() {
        while (true) {
            pause();
        }
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
        cluster.killAll();
        endPython();
    }

    private void endPython() {
        var worker = python;
        if (worker != null) {
            worker.kill();
        }
    }

    @Override
    public void close() {
        if (interrupted) {
            return; // the shutdown hook does it
        }
        endPython();
        cluster.stop();
        System.setErr(standardError);
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            standardError.flush(); // it runs already, and finds nothing to stop
        }
    }
}
