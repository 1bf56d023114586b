package dev.troupe.samples.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.node.Modules;
import dev.troupe.node.RunningNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a run: this JVM, the desk, where the audit agents live, and the workers, JVMs of their own. All keep the
 * turns of durable agents in one file, so that they can be stopped, all of them, and started again. Used by one thread,
 * except {@link #killAll}.
 */
final class LocalCluster {

    /**
     * Faster than an operator would set them: on one machine, a node that is silent for two seconds is dead, and in the
     * end all leave together, so that waiting for somebody to hand over to is in vain.
     */
    private static final List<String> SETTINGS = List.of(
            "pekko.cluster.failure-detector.heartbeat-interval=500ms",
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause=2500ms",
            "pekko.cluster.split-brain-resolver.stable-after=2s",
            "pekko.cluster.gossip-interval=300ms",
            "pekko.cluster.leader-actions-interval=300ms",
            "troupe.cluster.drain-timeout=2s",
            "pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout=2s",
            "pekko.coordinated-shutdown.phases.cluster-exiting.timeout=2s");

    private static final String TRIAGE = "triage";

    private final Path logs;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private volatile boolean killed;
    private Ports ports = Ports.USUAL;
    private @Nullable RunningNode desk;

    /** Nothing runs yet. */
    LocalCluster(Path logs) {
        this.logs = logs;
    }

    /**
     * Starts the desk with its gateway, and returns when it is a member. The gateway is where it was before, or where one
     * expects it, unless that is taken.
     */
    void startDesk() {
        var definitions = Modules.definitions(List.of(TRIAGE));
        desk = startDesk(definitions);
        ports = Ports.of(desk);
    }

    private RunningNode startDesk(List<AgentDefinition<?, ?>> definitions) {
        try {
            return RunningNode.start(config(ports.orFree()), definitions);
        } catch (IllegalStateException e) {
            // Perhaps somebody has taken a port since; if it is something else, it fails again.
            return RunningNode.start(config(Ports.ANY), definitions);
        }
    }

    private Config config(Ports gateway) {
        // Interrupted, it ends at once: nobody is there to hand over to.
        return ConfigFactory.parseString("troupe.cluster { port = 0, roles = [audit, gateway] }\n" + gateway.settings()
                + "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off\n" + String.join("\n", settings()));
    }

    /** Returns the node of this JVM, which must run. */
    ClusterRuntime desk() {
        return Objects.requireNonNull(desk, "desk: not started").runtime();
    }

    /** Returns where its gateway listens, once it runs. */
    Ports ports() {
        return ports;
    }

    /** Starts workers that share the roles of the triage; returns at once. */
    void startTriage(int nodes) throws IOException {
        for (int number = 1; number <= nodes; number++) {
            start("node-" + number, rolesOf(number, nodes), TRIAGE);
        }
    }

    /** With three nodes or more, two are special; the last can do all, so that every role is there twice. */
    private static List<String> rolesOf(int number, int nodes) {
        if (nodes < 3 || number == nodes) {
            return List.of(TRIAGE, "gpu", "regulated");
        }
        return List.of(TRIAGE, number % 2 == 1 ? "gpu" : "regulated");
    }

    /** Starts the worker that hosts billing; returns at once. */
    Worker startBilling() throws IOException {
        return start("billing", List.of("billing"), "billing");
    }

    /** Starts a worker that can do what a dead one of the triage could; returns at once. */
    Worker replace(Worker dead) throws IOException {
        long triage = workers.stream()
                .map(Worker::name)
                .filter(name -> name.startsWith("node-"))
                .distinct()
                .count();
        return start("node-" + (triage + 1), dead.roles(), TRIAGE);
    }

    /** Starts workers like these under their names; returns at once. */
    List<Worker> startAgain(List<Worker> stopped) throws IOException {
        List<Worker> started = new ArrayList<>();
        for (Worker worker : stopped) {
            started.add(start(worker.name(), worker.roles(), worker.module()));
        }
        return started;
    }

    private Worker start(String name, List<String> roles, String module) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--join", desk().address()));
        settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        var worker = Worker.start(new Worker.Identity(name, roles, module), arguments, log(name));
        workers.add(worker);
        if (killed) {
            worker.kill(); // it came after the others had been killed
        }
        return worker;
    }

    /** What all nodes of this run have in common: also the file with the turns of durable agents. */
    private List<String> settings() {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("troupe.store.embedded.file=\"" + logs.resolve("store.db") + "\"");
        return settings;
    }

    /** Returns where the worker of this name logs. */
    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Returns all workers there ever were, in the order of their start. */
    List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** Returns the workers that run, in the order of their start. */
    List<Worker> living() {
        return workers.stream().filter(Worker::living).toList();
    }

    /** Returns the worker of the triage that runs and has handled most; what it can do, another one can too. */
    Worker busiest() {
        return living().stream()
                .filter(worker -> worker.roles().contains(TRIAGE))
                .max(Comparator.comparingLong(Worker::turns))
                .orElseThrow(() -> new IllegalStateException("workers that run: none (expected: one of the triage)"));
    }

    /** Lets all nodes leave in order, at the same time, and returns when none runs; the desk goes last. */
    void stop() {
        CompletableFuture.allOf(living().stream()
                        .map(worker -> CompletableFuture.runAsync(worker::close, LocalCluster::inNewThread))
                        .toArray(CompletableFuture[]::new))
                .join();
        if (desk != null) {
            desk.close();
            desk = null;
        }
    }

    /** The common pool may have one thread only: workers would leave one after the other. */
    private static void inNewThread(Runnable work) {
        new Thread(work, "close-worker").start();
    }

    /** Ends all workers at once, also those that are being started. Any thread may call it. */
    void killAll() {
        killed = true;
        workers.forEach(Worker::kill);
    }
}
