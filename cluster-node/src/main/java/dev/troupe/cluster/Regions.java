package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.Directory.HostedType;
import dev.troupe.cluster.HostAllocation.Placing;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.RuntimeCore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
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
 *
 * <p>Durable agents are remembered by their shards, in the store: those that were not unloaded start again wherever
 * their shard does.
 */
final class Regions {
    private final ActorSystem<?> system;
    private final RuntimeCore core;
    private final Runnable store;
    private final Hosts hosts;
    private final ConcurrentMap<String, ActorRef<ShardingEnvelope<AgentActor.Command>>> byType =
            new ConcurrentHashMap<>();

    /** Shards that were moved while their type's coordinator was here. */
    private final LongAdder moves = new LongAdder();

    /** @param store makes sure that there is a store, or throws */
    Regions(ActorSystem<?> system, RuntimeCore core, Runnable store, Hosts hosts) {
        this.system = system;
        this.core = core;
        this.store = store;
        this.hosts = hosts;
    }

    /** Starts the region of a type if there is none. */
    void start(String type, HostedType how) {
        byType.computeIfAbsent(type, name -> init(name, how));
    }

    /** Returns how many shards the coordinators of this node have moved. */
    long moves() {
        return moves.sum();
    }

    /** Tells whether there is a region of a type. */
    boolean has(String type) {
        return byType.containsKey(type);
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

    private ActorRef<ShardingEnvelope<AgentActor.Command>> init(String type, HostedType how) {
        if (how.durable()) {
            store.run();
        }
        var key = EntityTypeKey.create(AgentActor.Command.class, type);
        var entity = Entity.of(key, context -> agent(type, context))
                .withEntityProps(RuntimeCore.propsOf(how.external()))
                .withStopMessage(AgentActor.Stop.INSTANCE)
                .withSettings(ClusterShardingSettings.create(system).withRememberEntities(how.durable()))
                .withAllocationStrategy(
                        new HostAllocation(hosts.of(type), how.external() ? Placing.BY_HASH : Placing.EVENLY, moves));
        return ClusterSharding.get(system).init(how.role().map(entity::withRole).orElse(entity));
    }

    private Behavior<AgentActor.Command> agent(String type, EntityContext<AgentActor.Command> context) {
        var id = new AgentId(type, context.getEntityId());
        var agent = core.agent(id, self -> context.getShard().tell(new ClusterSharding.Passivate<>(self)));
        return agent == null ? notHosted(type) : agent;
    }

    /**
     * Takes nothing: the lanes keep their messages until the shard has moved to a node that hosts the type, or this one
     * does.
     */
    private Behavior<AgentActor.Command> notHosted(String type) {
        return Behaviors.receive(AgentActor.Command.class)
                .onMessage(AgentActor.Stop.class, stop -> Behaviors.stopped())
                .onAnyMessage(message -> !core.hosts(type) ? Behaviors.same() : Behaviors.stopped())
                .build();
    }
}
