package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.AgentMailbox;
import dev.troupe.engine.actor.RuntimeCore;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * One shard region per agent type: a region where this node has the type's role, a proxy where it has not. Whether an
 * agent can be made here is looked up when it is needed, so a type can be registered after its region was started.
 */
final class Regions {
    private final ActorSystem<?> system;
    private final RuntimeCore core;
    private final BiPredicate<String, org.apache.pekko.actor.ActorRef> isHost;
    private final Predicate<org.apache.pekko.actor.ActorRef> isLive;
    private final ConcurrentMap<String, ActorRef<ShardingEnvelope<AgentActor.Command>>> byType =
            new ConcurrentHashMap<>();

    Regions(
            ActorSystem<?> system,
            RuntimeCore core,
            BiPredicate<String, org.apache.pekko.actor.ActorRef> isHost,
            Predicate<org.apache.pekko.actor.ActorRef> isLive) {
        this.system = system;
        this.core = core;
        this.isHost = isHost;
        this.isLive = isLive;
    }

    /** Starts the region of a type if there is none. */
    void start(String type, Optional<String> role) {
        byType.computeIfAbsent(type, name -> init(name, role));
    }

    /** Sends to an agent; false if its type is not known here. */
    boolean tell(AgentId recipient, AgentActor.Command message) {
        var region = byType.get(recipient.type());
        if (region == null) {
            return false;
        }
        region.tell(new ShardingEnvelope<>(recipient.key(), message));
        return true;
    }

    private ActorRef<ShardingEnvelope<AgentActor.Command>> init(String type, Optional<String> role) {
        var key = EntityTypeKey.create(AgentActor.Command.class, type);
        var entity = Entity.of(key, context -> agent(type, context))
                .withEntityProps(MailboxSelector.fromConfig(AgentMailbox.CONFIG_PATH))
                .withStopMessage(AgentActor.Stop.INSTANCE)
                .withSettings(ClusterShardingSettings.create(system))
                .withAllocationStrategy(new HostAllocation(region -> isHost.test(type, region), isLive));
        return ClusterSharding.get(system).init(role.map(entity::withRole).orElse(entity));
    }

    private Behavior<AgentActor.Command> agent(String type, EntityContext<AgentActor.Command> context) {
        var definition = core.definition(type);
        if (definition == null) {
            return notHosted();
        }
        var id = new AgentId(type, context.getEntityId());
        return AgentActor.create(
                core,
                new AgentActor.Hosted(
                        definition, id, agent -> context.getShard().tell(new ClusterSharding.Passivate<>(agent))));
    }

    /** Takes nothing: the lanes keep their messages until the shard has moved to a node that hosts the type. */
    private static Behavior<AgentActor.Command> notHosted() {
        return Behaviors.receive(AgentActor.Command.class)
                .onMessage(AgentActor.Stop.class, stop -> Behaviors.stopped())
                .onAnyMessage(message -> Behaviors.same())
                .build();
    }
}
