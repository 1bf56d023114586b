package dev.troupe.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicPattern;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.engine.Lane;
import dev.troupe.engine.MemoryFates;
import dev.troupe.engine.Outside;
import dev.troupe.engine.Settings;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.engine.actor.Listeners;
import dev.troupe.engine.actor.RuntimeCore;
import dev.troupe.engine.actor.Transport;
import dev.troupe.engine.config.SettingsCheck;
import dev.troupe.engine.config.SettingsLayers;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Runs agents in this JVM: the same engine as on a cluster, without one. Roles are ignored, since there is one node.
 * State lives as long as an agent is loaded; that of a durable agent as long as the process, or the journal that {@code
 * application.conf} names.
 */
public final class StandaloneRuntime extends AbstractAgentRuntime {
    private static final String NODE = "local";

    private final ActorSystem<Void> system;
    private final RuntimeCore core;
    private final ActorRef<AgentHost.Command> host;
    private final ActorRef<AgentActor.Deliver> outside;
    private final Listeners listeners;
    private final AtomicReference<SubscriptionTable> table = new AtomicReference<>(SubscriptionTable.EMPTY);
    private final LocalServedDirectory served;

    private StandaloneRuntime(Config config, List<AgentDefinition<?, ?>> definitions) {
        var settings = Settings.of(config);
        this.listeners = new Listeners(settings.listenBuffer());
        this.system = ActorSystem.create(Behaviors.empty(), "troupe", config);
        try {
            this.core = new RuntimeCore(
                    system,
                    NODE,
                    settings,
                    new LocalWiring(),
                    new MemoryFates(settings.fates().memoryLimit()));
            core.addAll(definitions);
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
        this.host = system.systemActorOf(AgentHost.create(core), "troupe-agents", Props.empty());
        this.outside = core.startOutside(system);
        this.served = new LocalServedDirectory(core, table, this::stopAgents);
        definitions.forEach(definition -> table.updateAndGet(now -> now.with(routes(definition))));
    }

    /** Starts with the defaults and what {@code application.conf} on the class path says. */
    public static StandaloneRuntime start(AgentDefinition<?, ?>... definitions) {
        return start(ConfigFactory.empty(), definitions);
    }

    /**
     * Starts with a configuration.
     *
     * @throws IllegalArgumentException if the configuration or a definition is wrong; says each wrong key and what it
     *     may be
     */
    public static StandaloneRuntime start(Config config, AgentDefinition<?, ?>... definitions) {
        var local = ConfigFactory.parseString("pekko.actor.provider = local").withFallback(config);
        var standalone = SettingsLayers.of(local, StandaloneRuntime.class, "troupe-standalone.conf");
        SettingsCheck.require(standalone);
        return new StandaloneRuntime(standalone, List.of(definitions));
    }

    @Override
    public ActorSystem<?> system() {
        return system;
    }

    @Override
    protected RuntimeCore core() {
        return core;
    }

    @Override
    protected ServedDirectory served() {
        return served;
    }

    @Override
    public AutoCloseable listen(TopicPattern topics, Consumer<PublishedEvent> listener) {
        return listeners.add(topics, listener);
    }

    @Override
    public CompletionStage<Void> subscribe(TopicSubscription subscription) {
        var before = table.getAndUpdate(now -> now.with(Set.of(subscription)));
        return before.contains(subscription)
                ? CompletableFuture.failedFuture(
                        new IllegalArgumentException("subscription: " + subscription + " (expected: a new one)"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unsubscribe(TopicSubscription subscription) {
        var before = table.getAndUpdate(now -> now.without(Set.of(subscription)));
        return before.contains(subscription)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalArgumentException(
                        "subscription: " + subscription + " (expected: one of " + before.all() + ")"));
    }

    @Override
    public Set<TopicSubscription> subscriptions() {
        return table.get().all();
    }

    @Override
    protected CompletionStage<Void> host(AgentDefinition<?, ?> definition) {
        table.updateAndGet(now -> now.with(routes(definition)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> deregister(AgentType<?> type) {
        if (core.definition(type.name()) == null) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("agent type: '" + type.name() + "' (expected: a registered one)"));
        }
        table.updateAndGet(now -> now.without(now.all().stream()
                .filter(subscription -> subscription.agentType().equals(type.name()))
                .toList()));
        core.remove(type.name());
        return stopAgents(type.name());
    }

    @Override
    public void close() {
        if (system.whenTerminated().isCompleted()) {
            return;
        }
        stopAgents("").exceptionally(late -> null).toCompletableFuture().join();
        core.close();
        listeners.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private CompletionStage<Void> stopAgents(String type) {
        Duration patience = core.settings().agents().stopTimeout().plusSeconds(5);
        return AskPattern.<AgentHost.Command, String>ask(
                        host, replyTo -> new AgentHost.StopAll(type, replyTo), patience, system.scheduler())
                .thenApply(done -> null);
    }

    /** One process: everything is an actor reference away. */
    private final class LocalWiring implements RuntimeCore.Wiring, Transport {
        @Override
        public Transport transport() {
            return this;
        }

        @Override
        public SubscriptionTable subscriptions() {
            return table.get();
        }

        @Override
        public Optional<Failure> unavailable(String agentType) {
            return core.hosts(agentType)
                    ? Optional.empty()
                    : Optional.of(Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            "agent type '" + agentType + "' is not registered (known: "
                                    + core.definitions().stream()
                                            .map(definition -> definition.type().name())
                                            .toList()
                                    + ")"));
        }

        @Override
        public void showLive(PublishedEvent event) {
            listeners.show(event);
        }

        @Override
        public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
            var deliver = new AgentActor.Deliver(recipient, batch);
            var active = inDoubt ? null : core.activeAgents().find(recipient);
            if (active != null) {
                active.tell(deliver);
            } else if (recipient.type().equals(Outside.TYPE)) {
                outside.tell(deliver);
            } else {
                host.tell(new AgentHost.Route(recipient, deliver));
            }
        }

        @Override
        public void start(AgentId agent) {
            host.tell(new AgentHost.Route(agent, AgentActor.Start.INSTANCE));
        }

        @Override
        public void tell(Envelope envelope) {
            host.tell(new AgentHost.Route(envelope.recipient(), new AgentActor.Tell(envelope)));
        }

        @Override
        public void report(AgentId from, Report<Outcome> report) {
            core.lane(Lane.laneOf(report.stream())).tell(new LaneActor.Reported(from, report));
        }
    }
}
