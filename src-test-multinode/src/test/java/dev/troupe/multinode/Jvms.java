package dev.troupe.multinode;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The nodes of one test: one in this JVM, which only sends, and others in JVMs of their own. Ends them all; when the
 * test failed, tells what happened when. {@code -Dtroupe.seed} repeats the random choices of a run.
 */
final class Jvms implements BeforeEachCallback, AfterEachCallback {
    private final List<NodeProcess> nodes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> timeline = Collections.synchronizedList(new ArrayList<>());
    private final long started = System.nanoTime();
    private final long seed = Long.getLong("troupe.seed", System.nanoTime());
    private Path directory = Path.of("target", "multinode");
    private ClusterRuntime runtime;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Path.of(
                "target",
                "multinode",
                context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
        Files.createDirectories(directory);
        System.out.println(directory.getFileName() + ": -Dtroupe.seed=" + seed);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> report());
        if (runtime != null) {
            runtime.close();
        }
        List.copyOf(nodes).forEach(node -> {
            if (node.isAlive()) {
                node.kill();
            }
        });
    }

    /** Starts the node of this JVM, which the others join. */
    ClusterRuntime startHere(AgentDefinition<?, ?>... definitions) {
        runtime = ClusterRuntime.start(LedgerNode.config(List.of(), List.of()), List.of(definitions));
        event("test", "ready " + runtime.address());
        return runtime;
    }

    /** Starts nodes side by side and waits until they are ready. */
    List<NodeProcess> startWorkers(String... names) {
        List<NodeProcess> workers = new ArrayList<>();
        for (String name : names) {
            workers.add(launch(name, LedgerAgent.ROLE, LedgerAgent.TYPE.name()));
        }
        workers.forEach(worker -> event(worker.name(), "ready " + worker.awaitReady()));
        return workers;
    }

    NodeProcess start(String name, String role, String agentType) {
        var node = launch(name, role, agentType);
        event(name, "ready " + node.awaitReady());
        return node;
    }

    List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    long seed() {
        return seed;
    }

    Random random() {
        return new Random(seed);
    }

    /** Notes what happened, for the report of a failed test. */
    void event(String node, String what) {
        var time = Duration.ofNanos(System.nanoTime() - started);
        timeline.add(String.format("%8d ms  %-8s %s", time.toMillis(), node, what));
    }

    private NodeProcess launch(String name, String role, String agentType) {
        event(name, "start");
        var node = NodeProcess.start(directory, name, LedgerNode.class, List.of(runtime.address(), role, agentType));
        nodes.add(node);
        return node;
    }

    private void report() {
        System.out.println("seed " + seed);
        List.copyOf(timeline).forEach(System.out::println);
        for (var node : nodes()) {
            System.out.println("--- " + node.name() + (node.isAlive() ? "" : ", ended with " + node.exitValue()));
            node.lastLines(40).forEach(System.out::println);
        }
    }
}
