package dev.troupe.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.jspecify.annotations.Nullable;

/** The baseline: one tell over sharding and one tell back, as jackson-cbor between nodes, with no promise at all. */
final class BareNode implements AutoCloseable {
    private static final EntityTypeKey<Put> SINK = EntityTypeKey.create(Put.class, "sink");

    /** What is written as jackson-cbor. */
    interface Cbor {}

    record Put(
            @JsonProperty("text") String text,
            @JsonProperty("replyTo") ActorRef<Done> replyTo) implements Cbor {}

    record Done(@JsonProperty("text") String text) implements Cbor {}

    private final ActorSystem<Void> system;
    private final Semaphore free = new Semaphore(0);
    private final ActorRef<ShardingEnvelope<Put>> region;
    private final ActorRef<Done> acknowledged;

    /** @param join a node to join, or null to be the first; only nodes with {@code hosts} host entities */
    BareNode(@Nullable String join, boolean hosts) {
        system = ActorSystem.create(
                Behaviors.empty(),
                "bare",
                ConfigFactory.parseString("""
                        pekko.actor.provider = cluster
                        pekko.actor.serialization-bindings."dev.troupe.bench.BareNode$Cbor" = jackson-cbor
                        pekko.loglevel = WARNING
                        pekko.log-dead-letters = off
                        pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                        pekko.remote.artery.advanced.outbound-message-queue-size = 32768
                        pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
                        pekko.cluster.sharding { number-of-shards = 100, passivation.strategy = none }
                        pekko.coordinated-shutdown.exit-jvm = off
                        """ + "pekko.cluster.roles = [" + (hosts ? "host" : "") + "]")
                        .withFallback(ConfigFactory.load()));
        var cluster = Cluster.get(system);
        var first = join == null ? cluster.selfMember().address() : AddressFromURIString.parse(join);
        cluster.manager().tell(Join.create(first));
        region = ClusterSharding.get(system)
                .init(Entity.of(SINK, context -> sink()).withRole("host"));
        acknowledged = system.systemActorOf(
                Behaviors.receive(Done.class)
                        .onMessage(Done.class, done -> {
                            free.release();
                            return Behaviors.same();
                        })
                        .build(),
                "acknowledged",
                Props.empty());
    }

    String address() {
        return Cluster.get(system).selfMember().address().toString();
    }

    private static Behavior<Put> sink() {
        return Behaviors.receive(Put.class)
                .onMessage(Put.class, put -> {
                    put.replyTo().tell(new Done(""));
                    return Behaviors.same();
                })
                .build();
    }

    /** Returns acknowledged messages per second. */
    double send(Load load) throws InterruptedException {
        String text = "x".repeat(load.bytes());
        long start = System.nanoTime();
        free.release(load.outstanding());
        for (int message = 0; message < load.messages(); message++) {
            free.acquire();
            region.tell(new ShardingEnvelope<>("agent-" + message % load.agents(), new Put(text, acknowledged)));
        }
        free.acquire(load.outstanding());
        return load.messages() * 1e9 / (System.nanoTime() - start);
    }

    /** Returns the median of request and answer with one in flight, in microseconds. */
    double ask(int count) {
        return Latency.medianMicros(
                count,
                number -> AskPattern.<ShardingEnvelope<Put>, Done>ask(
                                region,
                                replyTo -> new ShardingEnvelope<>("agent-" + number % 100, new Put("x", replyTo)),
                                Duration.ofSeconds(30),
                                system.scheduler())
                        .toCompletableFuture()
                        .join());
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
