package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.DrainReport;
import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.gateway.Gateway;
import dev.troupe.gateway.GatewaySettings;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.http.Route;
import dev.troupe.node.management.ClusterQuestions;
import dev.troupe.node.management.Management;
import dev.troupe.node.management.ManagementSettings;
import dev.troupe.node.management.NodeChecks;
import dev.troupe.node.metrics.MetricsSettings;
import dev.troupe.node.metrics.NodeMetrics;
import dev.troupe.node.trace.TraceRoutes;
import dev.troupe.node.trace.TraceSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A node of a cluster, with its management port, and with a gateway if it has the role for that. Thread-safe. */
public final class RunningNode implements AutoCloseable {

    private record Settings(
            GatewaySettings gateway, ManagementSettings management, MetricsSettings metrics, TraceSettings trace) {
        static Settings of(Config config) {
            return SettingsReader.read(
                    config,
                    reader -> new Settings(
                            GatewaySettings.of(reader),
                            ManagementSettings.of(reader),
                            MetricsSettings.of(reader),
                            TraceSettings.of(reader)));
        }
    }

    private final ClusterRuntime runtime;
    private final Leaving leaving;
    private volatile boolean startsAgain;
    private volatile @Nullable String nextCluster;
    private @Nullable Gateway gateway;
    private @Nullable Management management;
    private @Nullable NodeMetrics metrics;

    private RunningNode(ClusterRuntime runtime) {
        this.runtime = runtime;
        this.leaving = new Leaving(runtime);
    }

    /**
     * Starts a node.
     *
     * @throws RuntimeException as {@link ClusterRuntime#start(Config, Collection)}, {@link Gateway#open} and {@link
     *     Management#open} do; then nothing runs
     */
    public static RunningNode start(Config overrides, Collection<? extends AgentDefinition<?, ?>> definitions) {
        var node = new RunningNode(ClusterRuntime.start(overrides, definitions));
        try {
            node.open();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void open() {
        var config = runtime.system().settings().config();
        var settings = Settings.of(config);
        leaving.closeFirst(TraceRoutes.startSpans(runtime, settings.trace()));
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
        leaving.closeFirst(security::close);
        if (isGateway) {
            openGateway(Gateway.open(runtime, settings.gateway(), security));
        }
        if (settings.management().enabled()) {
            openManagement(settings, security);
        }
    }

    private void openGateway(Gateway opened) {
        gateway = opened;
        leaving.stopFirst(() -> opened.leave(runtime.drainTimeout()));
        leaving.closeFirst(opened::close);
    }

    private void openManagement(Settings settings, Security security) {
        List<Route> more = new ArrayList<>();
        if (settings.metrics().enabled()) {
            metrics = startMetrics(settings.metrics());
            more.add(metrics.route());
        }
        var questions =
                new ClusterQuestions(runtime.inquiries(), settings.management().answerTimeout());
        more.addAll(TraceRoutes.start(runtime, questions, settings.trace()));
        var health = NodeChecks.of(
                runtime, leaving::hasBegun, () -> gateway().map(Gateway::isOpen).orElse(true));
        var going = new Management.Going(leaving::begin, this::join, leaving::hasBegun);
        var setup = new Management.Setup(security, health, going, more);
        var opened = Management.open(runtime, settings.management(), setup);
        management = opened;
        leaving.closeFirst(opened::close);
        metrics().ifPresent(each -> each.withHttp("management", opened::httpStatus));
    }

    private NodeMetrics startMetrics(MetricsSettings settings) {
        var started = NodeMetrics.start(runtime, settings).withLedger(runtime.ledger()::imbalance);
        leaving.closeFirst(started::close);
        gateway().ifPresent(open -> started.withWorkers(open::workerStatus).withHttp("gateway", open::httpStatus));
        return started;
    }

    public ClusterRuntime runtime() {
        return runtime;
    }

    /** Returns empty for a node without the role. */
    public Optional<Gateway> gateway() {
        return Optional.ofNullable(gateway);
    }

    /** Returns empty where it is switched off. */
    public Optional<Management> management() {
        return Optional.ofNullable(management);
    }

    /** Returns empty where they are switched off, or management is. */
    public Optional<NodeMetrics> metrics() {
        return Optional.ofNullable(metrics);
    }

    /**
     * Begins to leave, once. The stage completes when the work of this node is given away: workers and callers have their
     * answers or are sent elsewhere, agents have moved. Then the node leaves the cluster, see {@link #ended}.
     */
    public CompletionStage<DrainReport> leave() {
        return leaving.begin();
    }

    /** Says that whoever runs this node starts it again where {@link #nextCluster} names another one. */
    void startsAgain() {
        startsAgain = true;
    }

    /**
     * Begins to leave, to join another cluster then. Completes as {@link #leave}; the stage fails, and the node stays, if
     * nothing listens there, if it is about to leave, or if nobody starts it again.
     *
     * @param node of the other cluster, {@code host:port}
     */
    CompletionStage<DrainReport> join(String node) {
        if (!startsAgain) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    runtime.address() + " is started by a program (expected: a node of 'troupe node' or 'gateway')"));
        }
        if (leaving.hasBegun()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(runtime.address() + " is about to leave (expected: a node that stays)"));
        }
        return Reach.check(node).thenCompose(reached -> {
            nextCluster = node;
            return leaving.begin();
        });
    }

    /** Returns a node of the cluster that this one is to join when it has gone; empty for none. */
    Optional<String> nextCluster() {
        return Optional.ofNullable(nextCluster);
    }

    /** Completes when the node has gone; empty if it ended without giving its work away, as on the losing side of a partition. */
    public CompletionStage<Optional<DrainReport>> ended() {
        return leaving.ended();
    }

    /** Leaves, and waits until the node has gone. Idempotent. */
    @Override
    public void close() {
        var unused = leaving.begin();
        leaving.ended().toCompletableFuture().join();
    }
}
