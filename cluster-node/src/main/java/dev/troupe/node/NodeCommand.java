package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.DrainReport;
import dev.troupe.cluster.NodeStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe node}: runs one node until it is told to stop or has left the cluster. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a node with the agent modules on the class path.",
            "It starts a cluster, or joins the one of --join. Stop it with Ctrl-C or SIGTERM: it gives its agents to others,",
            "lets what is open end, and says what became of it. A second Ctrl-C ends it at once."
        },
        footer = {
            "",
            "Exit codes: 0 left, and nothing was lost or cut off; 1 failed, or something was; 2 wrong arguments or configuration."
        })
final class NodeCommand implements Callable<Integer> {
    private static final int STATUS_MILLIS = 250;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--child", hidden = true, description = "Prints its status, and ends when its input ends.")
    private boolean child;

    @Override
    public Integer call() throws IOException {
        if (!child) {
            return run(node, "");
        }
        try (var running = start(node, "")) {
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "troupe-stop"));
            reportUntilInputEnds(running.runtime());
        }
        return 0;
    }

    /**
     * Runs a node until it has left the cluster, and says what became of its work. If it is told to join another cluster it
     * starts again as a node of that.
     *
     * @param more lines of a configuration that go before all others
     * @return 0 if nothing was lost or cut off
     */
    static int run(NodeOptions node, String more) throws IOException {
        var running = start(node, more);
        var current = new AtomicReference<>(running);
        var told = new AtomicBoolean();
        Runnable leave = () -> {
            told.set(true);
            var unused = current.get().leave();
        };
        if (!Signals.handle(leave)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> current.get().close(), "troupe-stop"));
        }
        int code = await(running);
        while (running.nextCluster().isPresent() && !told.get()) {
            String other = running.nextCluster().get();
            System.out.println("joins " + other);
            running = start(node.definitions(), joining(other, node.overrides(more)), node);
            current.set(running);
            if (told.get()) {
                var unused = running.leave();
            }
            code = Math.max(code, await(running));
        }
        return code;
    }

    private static int await(RunningNode running) {
        var report = running.ended().toCompletableFuture().join();
        System.out.println(report.map(DrainReport::toString)
                .orElse("ended without giving its work away: on the losing side of a partition, or declared gone"));
        return report.filter(DrainReport::clean).isPresent() ? 0 : 1;
    }

    private static Config joining(String other, Config overrides) {
        return ConfigFactory.parseMap(Map.of("troupe.cluster.join", List.of(other)), "cluster join")
                .withFallback(overrides);
    }

    private static RunningNode start(NodeOptions node, String more) throws IOException {
        return start(node.definitions(), node.overrides(more), node);
    }

    private static RunningNode start(List<AgentDefinition<?, ?>> definitions, Config overrides, NodeOptions node) {
        var running = RunningNode.start(overrides, definitions);
        running.startsAgain();
        System.out.println("ready " + running.runtime().address() + " roles=" + node.roles()
                + running.gateway()
                        .map(gateway -> " workers=" + gateway.workerAddress() + " http=" + gateway.uri())
                        .orElse("")
                + running.management()
                        .map(management -> " management=" + management.uri())
                        .orElse(""));
        return running;
    }

    /** The parent holds the other end of the input; it closes it, or dies, when this node is to end. */
    private static void reportUntilInputEnds(ClusterRuntime runtime) throws IOException {
        var timer = new Timer("troupe-status", true);
        timer.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        report(runtime.status());
                    }
                },
                0,
                STATUS_MILLIS);
        runtime.terminated().thenRun(() -> Runtime.getRuntime().exit(1));
        while (System.in.read() >= 0) {
            // What the parent says does not matter.
        }
        timer.cancel();
    }

    private static void report(NodeStatus status) {
        System.out.println("status " + status.agents() + " " + status.turns());
    }
}
