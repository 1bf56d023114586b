package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicPattern;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.cluster.Directory.HostedType;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.engine.actor.RuntimeCore;
import dev.troupe.engine.config.EffectiveSetting;
import dev.troupe.engine.config.KnownSettings;
import dev.troupe.engine.config.SettingsCheck;
import dev.troupe.engine.config.SettingsLayers;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.slf4j.LoggerFactory;

/**
 * Runs agents on the nodes of a Pekko cluster: each agent on one node at a time, moved when nodes come and go. One
 * instance is one node.
 */
public final class ClusterRuntime extends AbstractAgentRuntime {
    private final ActorSystem<Void> system;
    private final ClusterSettings settings;
    private final ClusterNode node;
    private final ClusterServed served;

    private ClusterRuntime(Config config, Collection<? extends AgentDefinition<?, ?>> definitions) {
        // Else the first threads of the actor system race to set up logging, and SLF4J complains.
        LoggerFactory.getILoggerFactory();
        this.settings = ClusterSettings.of(config);
        var store = new Store(settings.store());
        if (definitions.stream().anyMatch(definition -> definition.settings().durable())) {
            store.prepare(); // before anything has started that would have to end
            store.requireSame(SameSettings.of(config));
        }
        this.system = ActorSystem.create(
                Behaviors.empty(), settings.name(), store.config().withFallback(config));
        try {
            this.node = new ClusterNode(system, settings, store);
            this.served = new ClusterServed(node, Set.copyOf(settings.roles()));
            // Also when nobody closes it: on the losing side of a partition the system ends by itself.
            var unused = system.getWhenTerminated().thenRun(node::close);
            var added = node.core().addAll(definitions);
            node.startRegions(added);
            node.join();
            announce(added);
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    /**
     * Starts a node with what {@code application.conf} says, and returns when it is a member and reachable.
     *
     * @throws IllegalArgumentException if the configuration or a definition is wrong; says each wrong key and what it may be
     * @throws IllegalStateException if it is not a member within {@code troupe.cluster.start-timeout}
     */
    public static ClusterRuntime start(AgentDefinition<?, ?>... definitions) {
        return start(ConfigFactory.empty(), List.of(definitions));
    }

    /** As {@link #start(AgentDefinition[])}, with settings that go before those of {@code application.conf}. */
    public static ClusterRuntime start(Config overrides, Collection<? extends AgentDefinition<?, ?>> definitions) {
        var config = config(overrides);
        SettingsCheck.require(config);
        LoggerFactory.getLogger(ClusterRuntime.class)
                .info(
                        "Settings that differ from their defaults: {}",
                        EffectiveSetting.differences(config, KnownSettings.load()));
        return new ClusterRuntime(config, definitions);
    }

    /** Returns the address of this node as others reach it, {@code host:port}. */
    public String address() {
        var address = Cluster.get(system).selfMember().address();
        return address.getHost().get() + ":" + address.getPort().get();
    }

    /** Returns what this node does now. */
    public NodeStatus status() {
        var links = node.links();
        return new NodeStatus(
                address(),
                node.members(),
                core().activeAgents().size(),
                core().turns(),
                links.fullestBytes(),
                links.carried(),
                links.dropped(),
                core().tellsDropped(),
                node.eventsDropped(),
                node.changesRefused(),
                node.shardMoves());
    }

    /** Tells whether this node is a member that takes its part: it has joined, and does not leave. */
    public boolean isMember() {
        return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
    }

    /** Returns the agents that are loaded here; walks them all. */
    public HostedAgents hostedAgents() {
        return HostedAgents.of(core().activeAgents(), node::shardOf);
    }

    /** Returns the members of the cluster as this node sees them, also those that come, leave or cannot be reached. */
    public Set<ClusterMember> members() {
        return ClusterMember.all(Cluster.get(system));
    }

    /**
     * Declares that a node is gone for good, whatever it does: its agents start elsewhere at once. Only for one that cannot be
     * reached and has ended; if it lives, its agents run twice until it hears of it.
     *
     * @param node {@code host:port}
     * @throws IllegalArgumentException if it is no member
     */
    public void down(String node) {
        var members = members();
        if (members.stream().noneMatch(member -> member.node().equals(node))) {
            throw new IllegalArgumentException("node: '" + node + "' (expected: one of "
                    + members.stream().map(ClusterMember::node).sorted().toList() + ")");
        }
        Cluster.get(system)
                .manager()
                .tell(new Down(AddressFromURIString.parse("pekko://" + system.name() + "@" + node)));
    }

    /** Returns the checks of whether this node can take traffic. */
    public Readiness readiness() {
        return node.readiness(this::definitions);
    }

    /** Tells whether this node has not ended. */
    public boolean isRunning() {
        return !system.whenTerminated().isCompleted();
    }

    /** Returns what nodes ask each other about themselves. */
    public Inquiries inquiries() {
        return node.inquiries();
    }

    /**
     * Gives the work of this node to others; the first call begins it, and {@link #close} does it too. Agents move, their open
     * turns end or give way, callers of this node can send nothing more, and what they have sent ends. It takes at most
     * {@code troupe.cluster.drain-timeout}. The node stays a member: close it then.
     */
    public CompletionStage<DrainReport> drain() {
        return node.drain().run();
    }

    /** Returns how long a node takes everything after it has said that it leaves. */
    public Duration drainNotice() {
        return settings.drainNotice();
    }

    /** Returns how long {@link #drain} takes at most. */
    public Duration drainTimeout() {
        return settings.drainTimeout();
    }

    /** Completes when this node has left the cluster, by its own wish or because it was on the losing side. */
    public CompletionStage<Void> terminated() {
        return system.getWhenTerminated().thenApply(done -> null);
    }

    /** Returns all settings of a node; throws {@link IllegalArgumentException} if they do not resolve. */
    public static Config config(Config overrides) {
        try {
            return SettingsLayers.of(overrides, ClusterRuntime.class, "troupe-cluster.conf");
        } catch (ConfigException e) {
            throw new IllegalArgumentException("configuration: " + e.getMessage(), e);
        }
    }

    private void announce(Collection<? extends AgentDefinition<?, ?>> definitions) {
        await(node.change(Set.of(Directory.node(node.self())), entry -> false));
        definitions.forEach(this::requireSameHosting);
        Set<String> entries = new HashSet<>();
        definitions.forEach(definition -> entries.addAll(entriesOf(definition)));
        await(node.change(entries, entry -> false));
    }

    /** Nodes that see different roles would place the agents of a type each on its own, and forget what is durable. */
    private void requireSameHosting(AgentDefinition<?, ?> definition) {
        String type = definition.type().name();
        var known = node.directory().types().get(type);
        var own = HostedType.of(definition);
        if (known != null && !known.equals(own)) {
            throw new IllegalArgumentException("agent type '" + type + "' with " + own + " (expected: with " + known
                    + ", as other nodes of this cluster have it)");
        }
    }

    /** A node without the role only routes: it says that the type exists, not that it hosts it. */
    private Set<String> entriesOf(AgentDefinition<?, ?> definition) {
        String type = definition.type().name();
        var role = definition.settings().role();
        Set<String> entries = new HashSet<>();
        entries.add(Directory.type(type, HostedType.of(definition)));
        routes(definition).forEach(route -> entries.add(Directory.route(route)));
        if (role.isEmpty() || settings.roles().contains(role.get())) {
            entries.add(Directory.host(type, node.self()));
        }
        return entries;
    }

    @Override
    public ActorSystem<?> system() {
        return system;
    }

    @Override
    protected RuntimeCore core() {
        return node.core();
    }

    @Override
    protected ServedDirectory served() {
        return served;
    }

    /** Also of a type that only other nodes host. */
    @Override
    public Optional<Boolean> isDurable(String agentType) {
        var hosted = node.directory().types().get(agentType);
        return hosted == null ? super.isDurable(agentType) : Optional.of(hosted.durable());
    }

    @Override
    public AutoCloseable listen(TopicPattern topics, Consumer<PublishedEvent> listener) {
        return node.listen(topics, listener);
    }

    @Override
    public CompletionStage<Void> subscribe(TopicSubscription subscription) {
        return node.directory().subscriptions().contains(subscription)
                ? CompletableFuture.failedFuture(
                        new IllegalArgumentException("subscription: " + subscription + " (expected: a new one)"))
                : node.change(Set.of(Directory.route(subscription)), entry -> false);
    }

    @Override
    public CompletionStage<Void> unsubscribe(TopicSubscription subscription) {
        return node.directory().subscriptions().contains(subscription)
                ? node.change(Set.of(), Directory.route(subscription)::equals)
                : CompletableFuture.failedFuture(
                        new IllegalArgumentException("subscription: " + subscription + " (expected: one of "
                                + node.directory().subscriptions().all() + ")"));
    }

    @Override
    public Set<TopicSubscription> subscriptions() {
        return node.directory().subscriptions().all();
    }

    @Override
    protected CompletionStage<Void> host(AgentDefinition<?, ?> definition) {
        try {
            requireSameHosting(definition);
        } catch (IllegalArgumentException e) {
            core().remove(definition.type().name());
            return CompletableFuture.failedFuture(e);
        }
        return node.change(entriesOf(definition), entry -> false);
    }

    @Override
    public CompletionStage<Void> deregister(AgentType<?> type) {
        var definition = core().definition(type.name());
        if (definition == null) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("agent type: '" + type.name() + "' (expected: a registered one)"));
        }
        String host = Directory.host(type.name(), node.self());
        boolean last = node.liveHosts(type.name()).equals(Set.of(node.self()));
        Set<String> routes = new HashSet<>();
        if (last) {
            node.directory().subscriptions().all().stream()
                    .filter(subscription -> subscription.agentType().equals(type.name()))
                    .forEach(subscription -> routes.add(Directory.route(subscription)));
        }
        Predicate<String> gone = entry -> entry.equals(host) || routes.contains(entry);
        core().remove(type.name());
        return node.change(Set.of(), gone).thenRun(() -> node.stopAgents(type.name()));
    }

    @Override
    public void close() {
        if (!system.whenTerminated().isCompleted()) {
            CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
            system.getWhenTerminated().toCompletableFuture().join();
        }
        node.close();
    }

    private void await(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("start: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AgentException(Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "start: the agent directory was not reached within " + settings.startTimeout() + ": " + e));
        }
    }
}
