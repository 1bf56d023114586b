package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** The baseline: one tell over sharding and one tell back, with no promise at all. */
final class BareSharding implements Scenario {
    static final String TEXT = "x".repeat(80);

    record Ask(String text, ActorRef<String> replyTo) {}

    private final ActorSystem<Void> system = ActorSystem.create(
            Behaviors.empty(), "bare", ConfigFactory.parseString("""
                            pekko.actor.provider = cluster
                            pekko.loglevel = WARNING
                            pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                            pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
                            pekko.cluster.sharding { number-of-shards = 100, passivation.strategy = none }
                            """).withFallback(ConfigFactory.load()));
    private final Semaphore free = new Semaphore(0);
    private final ActorRef<ShardingEnvelope<Ask>> region;
    private final ActorRef<String> acknowledged;

    BareSharding() {
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        region = ClusterSharding.get(system)
                .init(Entity.of(EntityTypeKey.create(Ask.class, "bare"), context -> entity()));
        acknowledged = system.systemActorOf(
                Behaviors.receive(String.class)
                        .onMessage(String.class, text -> {
                            free.release();
                            return Behaviors.same();
                        })
                        .build(),
                "acknowledged",
                Props.empty());
    }

    private static Behavior<Ask> entity() {
        return Behaviors.receive(Ask.class)
                .onMessage(Ask.class, ask -> {
                    ask.replyTo().tell("");
                    return Behaviors.same();
                })
                .build();
    }

    @Override
    public void run(int agents, int messages, int outstanding) {
        free.release(outstanding);
        for (int message = 0; message < messages; message++) {
            free.acquireUninterruptibly();
            region.tell(new ShardingEnvelope<>("agent-" + message % agents, new Ask(TEXT, acknowledged)));
        }
        free.acquireUninterruptibly(outstanding);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
