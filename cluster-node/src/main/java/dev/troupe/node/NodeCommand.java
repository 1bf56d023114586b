package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.NodeStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe node}: runs one node until it is told to stop or has left the cluster. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a node with the agent modules on the class path.",
            "It starts a cluster, or joins the one of --join. Stop it with Ctrl-C: it hands its agents over first."
        })
final class NodeCommand implements Callable<Integer> {
    private static final int STATUS_MILLIS = 250;

    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "What this node may host.")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--modules", split = ",", paramLabel = "NAME", description = "Agent modules to load; default: all.")
    private List<String> modules = new ArrayList<>();

    @Option(names = "--join", split = ",", paramLabel = "HOST:PORT", description = "Nodes to join.")
    private List<String> join = new ArrayList<>();

    @Option(names = "--host", description = "Address that other nodes reach this one at.")
    private @Nullable String host;

    @Option(names = "--port", description = "Port for other nodes; 0 takes a free one.")
    private @Nullable Integer port;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--child", hidden = true, description = "Prints its status, and ends when its input ends.")
    private boolean child;

    @Override
    public Integer call() throws IOException {
        var runtime = ClusterRuntime.start(overrides(), Modules.definitions(modules));
        Runtime.getRuntime().addShutdownHook(new Thread(runtime::close, "troupe-stop"));
        System.out.println("ready " + runtime.address() + " roles=" + roles);
        if (child) {
            reportUntilInputEnds(runtime);
            runtime.close();
        } else {
            runtime.terminated().toCompletableFuture().join();
        }
        return 0;
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

    private Config overrides() throws IOException {
        StringBuilder text = new StringBuilder();
        append(text, "roles", roles);
        append(text, "join", join);
        if (host != null) {
            text.append("troupe.cluster.host = \"").append(host).append("\"\n");
        }
        if (port != null) {
            text.append("troupe.cluster.port = ").append(port).append('\n');
        }
        return config.overrides(text.toString());
    }

    private static void append(StringBuilder text, String key, List<String> values) {
        if (!values.isEmpty()) {
            text.append("troupe.cluster.").append(key).append(" = [\"");
            text.append(String.join("\",\"", values)).append("\"]\n");
        }
    }
}
