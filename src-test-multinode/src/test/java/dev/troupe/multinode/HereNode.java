package dev.troupe.multinode;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The node of this JVM. It sends and hosts nothing. */
final class HereNode extends Node {
    private final ClusterRuntime runtime;
    private final Control control;
    private final CompletableFuture<Void> ended;

    private HereNode(Path directory, String name, ClusterRuntime runtime) {
        super(directory, name);
        this.runtime = runtime;
        this.ended = runtime.terminated().toCompletableFuture();
        this.control = new Control(runtime, name, new SendLog(sends()));
    }

    static HereNode start(Path directory, String name, Config config, List<AgentDefinition<?, ?>> definitions) {
        return new HereNode(directory, name, ClusterRuntime.start(config, definitions));
    }

    ClusterRuntime runtime() {
        return runtime;
    }

    @Override
    String address() {
        return runtime.address();
    }

    @Override
    boolean isAlive() {
        return !ended.isDone();
    }

    @Override
    String command(String line) {
        String answer = control.execute(line);
        if (answer.startsWith("failed")) {
            throw new IllegalStateException(line + ": " + answer);
        }
        return answer;
    }

    /** Ends the traffic and leaves the cluster. */
    void close() {
        control.execute("stop");
        runtime.close();
        ended.join();
    }
}
