package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A node of the bare engine; what is sent between nodes is jackson-cbor, as Pekko recommends. */
final class BareSystem implements Resource {
    /** The role of nodes that host entities. */
    static final String HOST = "host";

    private static final int START_SECONDS = 60;
    private static final String CONFIG = """
            pekko.actor.provider = cluster
            pekko.actor.serialization-bindings."dev.troupe.bench.BareSystem$Cbor" = jackson-cbor
            pekko.loglevel = WARNING
            pekko.log-dead-letters = off
            pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            pekko.remote.artery.advanced.outbound-message-queue-size = 32768
            pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
            pekko.cluster.sharding { number-of-shards = 100, passivation.strategy = none }
            pekko.coordinated-shutdown.exit-jvm = off
            """;

    /** What is written as jackson-cbor. */
    interface Cbor {}

    private final ActorSystem<Void> system;

    private BareSystem(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Starts a node, and returns when it is a member. */
    static BareSystem start(Place place) throws Exception {
        // Else the first threads of the actor system race to set up logging, and SLF4J complains.
        LoggerFactory.getILoggerFactory();
        var roles = "pekko.cluster.roles = [" + (place.hosts() ? HOST : "") + "]\n";
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "bare",
                ConfigFactory.parseString(place.config())
                        .withFallback(ConfigFactory.parseString(roles + CONFIG))
                        .withFallback(ConfigFactory.load()));
        var node = new BareSystem(system);
        try {
            node.join(place.join());
            return node;
        } catch (Exception e) {
            node.close();
            throw e;
        }
    }

    ActorSystem<Void> actors() {
        return system;
    }

    String address() {
        return Cluster.get(system).selfMember().address().toString();
    }

    /** Returns how many nodes are members. */
    int members() {
        int members = 0;
        for (var unused : Cluster.get(system).state().getMembers()) {
            members++;
        }
        return members;
    }

    private void join(@Nullable String other) throws Exception {
        var cluster = Cluster.get(system);
        var up = new CompletableFuture<Void>();
        system.systemActorOf(awaitUp(cluster, up), "await-up", Props.empty());
        cluster.manager()
                .tell(Join.create(other == null ? cluster.selfMember().address() : AddressFromURIString.parse(other)));
        up.get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static Behavior<SelfUp> awaitUp(Cluster cluster, CompletableFuture<Void> up) {
        return Behaviors.setup(context -> {
            cluster.subscriptions().tell(new Subscribe<>(context.getSelf(), SelfUp.class));
            return Behaviors.receive(SelfUp.class)
                    .onAnyMessage(event -> {
                        up.complete(null);
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
