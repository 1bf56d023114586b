package dev.troupe.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Gives the agents of a node to others before it leaves. The node says that it hosts nothing any more, and so its shards
 * move a few at a time: each agent stands still for as long as a few moves take, not for as long as all of them do.
 * What is left when the time is up moves at once, as it does when Pekko ends the regions.
 */
final class Drain {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** What is drained. */
    interface Node {
        /** Returns the agent types that this node hosts and others host too. */
        Set<String> movableTypes();

        /** Says that this node does not host these types any more; completes when every node knows. */
        CompletionStage<Void> stopHosting(Set<String> types);

        /** Tells whether an agent of these types is loaded here. */
        boolean hasAgents(Set<String> types);
    }

    private final ActorSystem<?> system;
    private final Node node;
    private final Duration timeout;
    private final BooleanSupplier isMember;

    Drain(ActorSystem<?> system, Node node, Duration timeout, BooleanSupplier isMember) {
        this.system = system;
        this.node = node;
        this.timeout = timeout;
        this.isMember = isMember;
    }

    /** Makes leaving begin with a drain; a node that was downed has nothing to give. */
    static void beforeLeaving(ActorSystem<?> system, Node node, Duration timeout) {
        var cluster = Cluster.get(system);
        var drain = new Drain(
                system, node, timeout, () -> cluster.selfMember().status().equals(MemberStatus.up()));
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .addTask(CoordinatedShutdown.PhaseBeforeClusterShutdown(), "troupe-drain", drain::run);
    }

    /** Completes when the agents have moved, the time is up, or nobody can take them. */
    CompletionStage<Done> run() {
        var done = new CompletableFuture<Done>();
        var types = node.movableTypes();
        if (!isMember.getAsBoolean() || types.isEmpty()) {
            done.complete(Done.getInstance());
            return done;
        }
        long end = System.nanoTime() + timeout.toNanos();
        node.stopHosting(types).whenComplete((changed, failure) -> {
            if (failure != null) {
                done.complete(Done.getInstance()); // no majority: nobody would take them
            }
        });
        look(types, end, done);
        return done;
    }

    private void look(Set<String> types, long end, CompletableFuture<Done> done) {
        if (System.nanoTime() - end >= 0 || !node.hasAgents(types)) {
            done.complete(Done.getInstance());
        } else if (!done.isDone()) {
            system.scheduler().scheduleOnce(LOOK_AGAIN, () -> look(types, end, done), system.executionContext());
        }
    }
}
