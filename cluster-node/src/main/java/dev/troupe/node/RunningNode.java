package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.gateway.Gateway;
import java.util.Collection;
import java.util.Optional;

/**
 * A node of a cluster, with a gateway if it has the role for that.
 *
 * @param gateway empty for a node without the role
 */
public record RunningNode(ClusterRuntime runtime, Optional<Gateway> gateway) implements AutoCloseable {

    /**
     * Starts a node.
     *
     * @throws RuntimeException as {@link ClusterRuntime#start(Config, Collection)} and {@link Gateway#open} do; then
     *     nothing runs
     */
    public static RunningNode start(Config overrides, Collection<? extends AgentDefinition<?, ?>> definitions) {
        var runtime = ClusterRuntime.start(overrides, definitions);
        var roles = runtime.system().settings().config().getStringList("troupe.cluster.roles");
        if (!roles.contains(ServedDirectory.ROLE)) {
            return new RunningNode(runtime, Optional.empty());
        }
        try {
            var gateway = Gateway.open(runtime);
            var unused = runtime.terminated().thenRun(gateway::close);
            return new RunningNode(runtime, Optional.of(gateway));
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    /** Sends its workers away, then leaves the cluster. Idempotent; waits. */
    @Override
    public void close() {
        gateway.ifPresent(Gateway::close);
        runtime.close();
    }
}
