package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.gateway.Gateway;
import dev.troupe.gateway.GatewaySettings;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.http.Route;
import dev.troupe.node.management.Health;
import dev.troupe.node.management.Management;
import dev.troupe.node.management.ManagementSettings;
import dev.troupe.node.metrics.MetricsSettings;
import dev.troupe.node.metrics.NodeMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A node of a cluster, with its management port, and with a gateway if it has the role for that.
 *
 * @param gateway empty for a node without the role
 * @param management empty where it is switched off
 * @param metrics empty where they are switched off, or management is
 */
public record RunningNode(
        ClusterRuntime runtime,
        Optional<Gateway> gateway,
        Optional<Management> management,
        Optional<NodeMetrics> metrics,
        Security security)
        implements AutoCloseable {

    private record Settings(GatewaySettings gateway, ManagementSettings management, MetricsSettings metrics) {
        static Settings of(Config config) {
            return SettingsReader.read(
                    config,
                    reader -> new Settings(
                            GatewaySettings.of(reader), ManagementSettings.of(reader), MetricsSettings.of(reader)));
        }
    }

    /**
     * Starts a node.
     *
     * @throws RuntimeException as {@link ClusterRuntime#start(Config, Collection)}, {@link Gateway#open} and {@link
     *     Management#open} do; then nothing runs
     */
    public static RunningNode start(Config overrides, Collection<? extends AgentDefinition<?, ?>> definitions) {
        var runtime = ClusterRuntime.start(overrides, definitions);
        try {
            return open(runtime);
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private static RunningNode open(ClusterRuntime runtime) {
        var config = runtime.system().settings().config();
        var settings = Settings.of(config);
        boolean isGateway = config.getStringList("troupe.cluster.roles").contains(ServedDirectory.ROLE);
        List<Security.Door> doors = new ArrayList<>();
        if (isGateway) {
            doors.addAll(settings.gateway().doors());
        }
        if (settings.management().enabled()) {
            doors.add(settings.management().door());
        }
        var security =
                Security.start(settings.gateway().auth(), settings.gateway().tls(), doors);
        Optional<Gateway> gateway = Optional.empty();
        try {
            if (isGateway) {
                gateway = Optional.of(Gateway.open(runtime, settings.gateway(), security));
            }
            var metrics = metrics(runtime, settings, gateway);
            var management = management(runtime, settings, security, metrics);
            management.ifPresent(port -> metrics.ifPresent(each -> each.withHttp("management", port::httpStatus)));
            var node = new RunningNode(runtime, gateway, management, metrics, security);
            var unused = runtime.terminated().thenRun(node::closeDoors);
            return node;
        } catch (RuntimeException e) {
            gateway.ifPresent(Gateway::close);
            security.close();
            throw e;
        }
    }

    private static Optional<NodeMetrics> metrics(ClusterRuntime runtime, Settings settings, Optional<Gateway> gateway) {
        if (!settings.management().enabled() || !settings.metrics().enabled()) {
            return Optional.empty();
        }
        var metrics = NodeMetrics.start(runtime, settings.metrics());
        gateway.ifPresent(open -> metrics.withWorkers(open::workerStatus).withHttp("gateway", open::httpStatus));
        return Optional.of(metrics);
    }

    private static Optional<Management> management(
            ClusterRuntime runtime, Settings settings, Security security, Optional<NodeMetrics> metrics) {
        List<Route> more = metrics.map(NodeMetrics::route).map(List::of).orElse(List.of());
        return settings.management().enabled()
                ? Optional.of(Management.open(runtime, settings.management(), security, health(runtime), more))
                : Optional.empty();
    }

    private static Health health(ClusterRuntime runtime) {
        return new Health()
                .readyIf("member", () -> runtime.isMember() ? "" : "this node is not a member of the cluster")
                .aliveIf("running", () -> runtime.isRunning() ? "" : "the actor system has ended");
    }

    /** Sends its workers away, then leaves the cluster. Idempotent; waits. */
    @Override
    public void close() {
        gateway.ifPresent(Gateway::close);
        management.ifPresent(Management::close);
        metrics.ifPresent(NodeMetrics::close);
        runtime.close();
        security.close();
    }

    private void closeDoors() {
        gateway.ifPresent(Gateway::close);
        management.ifPresent(Management::close);
        metrics.ifPresent(NodeMetrics::close);
        security.close();
    }
}
