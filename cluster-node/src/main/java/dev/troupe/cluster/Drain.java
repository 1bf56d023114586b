package dev.troupe.cluster;

import dev.troupe.engine.TurnListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * Gives the work of a node away before it leaves, once. First the agents: the node says that it hosts nothing any more, and
 * so its shards move a few at a time: each agent stands still for as long as a few moves take, not for as long as all of
 * them do. Then what callers and agents of the node have sent: nothing new is taken, and what is open has the rest of the
 * time to end. What is left when the time is up moves or ends at once, as it does when Pekko ends the regions. Thread-safe.
 */
final class Drain {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    /** The lanes answer at once; unless they have ended, as on a node that was downed meanwhile. */
    private static final int ANSWER_SECONDS = 10;

    /** What is drained. */
    interface Node {
        /** Returns the agent types that this node hosts and others host too. */
        Set<String> movableTypes();

        /** Says that this node does not host these types any more; completes when every node knows. */
        CompletionStage<Void> stopHosting(Set<String> types);

        /** Returns the number of agents of these types that have not ended here. */
        int agents(Set<String> types);

        /** Returns the number of all agents that have not ended here. */
        int agents();

        /** Takes nothing more from callers of this node. */
        void stopSending();

        /**
         * Completes with the number of messages sent from here that have no end yet.
         *
         * @param all also those to agents that no node hosts now
         */
        CompletionStage<Long> unsettled(boolean all);

        /** Tells of turns from now on. */
        void listen(TurnListener listener);
    }

    private final ActorSystem<?> system;
    private final Node node;
    private final Duration timeout;
    private final BooleanSupplier canGive;
    private final DrainTally tally = new DrainTally();
    private @Nullable CompletableFuture<DrainReport> report;

    /** @param canGive tells whether somebody else is there to take anything */
    Drain(ActorSystem<?> system, Node node, Duration timeout, BooleanSupplier canGive) {
        this.system = system;
        this.node = node;
        this.timeout = timeout;
        this.canGive = canGive;
    }

    /** Makes leaving begin with this. */
    void beforeLeaving() {
        CoordinatedShutdown.get(Adapter.toClassic(system))
                .addTask(
                        CoordinatedShutdown.PhaseBeforeClusterShutdown(),
                        "troupe-drain",
                        () -> run().thenApply(done -> Done.getInstance()));
    }

    /** Begins, if that has not happened; completes when all is given away, the time is up, or nobody can take it. */
    synchronized CompletionStage<DrainReport> run() {
        if (report == null) {
            report = begin();
        }
        return report;
    }

    private CompletableFuture<DrainReport> begin() {
        long began = System.nanoTime();
        node.listen(tally);
        int agents = node.agents();
        var types = node.movableTypes();
        boolean gives = canGive.getAsBoolean();
        var moved = gives && !types.isEmpty()
                ? moveAgents(types, began)
                : CompletableFuture.completedFuture(Done.getInstance());
        return moved.thenCompose(done -> {
                    node.stopSending();
                    return gives ? endMessages(began) : CompletableFuture.completedFuture(Done.getInstance());
                })
                .thenCompose(
                        done -> node.unsettled(true).toCompletableFuture().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                .thenApply(unsettled -> report(began, agents, gives ? node.agents(types) : 0, unsettled));
    }

    private CompletableFuture<Done> moveAgents(Set<String> types, long began) {
        var done = new CompletableFuture<Done>();
        node.stopHosting(types).whenComplete((changed, failure) -> {
            if (failure != null) {
                done.complete(Done.getInstance()); // no majority: nobody would take them
            }
        });
        look(() -> CompletableFuture.completedFuture(node.agents(types)), began, done);
        return done;
    }

    private CompletableFuture<Done> endMessages(long began) {
        var done = new CompletableFuture<Done>();
        look(() -> node.unsettled(false), began, done);
        return done;
    }

    private void look(Look look, long began, CompletableFuture<Done> done) {
        if (done.isDone()) {
            return;
        }
        look.left().whenComplete((left, error) -> {
            if (error != null || left.longValue() == 0 || System.nanoTime() - began >= timeout.toNanos()) {
                done.complete(Done.getInstance());
            } else {
                system.scheduler().scheduleOnce(LOOK_AGAIN, () -> look(look, began, done), system.executionContext());
            }
        });
    }

    /** Says how much there still is. */
    @FunctionalInterface
    private interface Look {
        CompletionStage<? extends Number> left();
    }

    private DrainReport report(long began, int agents, int late, long unsettled) {
        int left = node.agents();
        return new DrainReport(
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                Math.max(0, agents - left),
                Math.max(0, left - late),
                late,
                tally.finished(),
                tally.yielded(),
                tally.cutOff(),
                tally.handedOver(),
                unsettled);
    }
}
