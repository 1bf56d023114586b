package dev.troupe.node.management;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.actor.RuntimeCore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** What the health of a node is made of. */
public final class NodeChecks {
    /** The store is asked over a connection of its own, so not at each probe. */
    private static final BackgroundCheck.Times STORE =
            new BackgroundCheck.Times(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Threads that run nothing for so long are stuck: a busy machine is slower than fast, but not so slow. */
    private static final BackgroundCheck.Times THREADS =
            new BackgroundCheck.Times(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private NodeChecks() {}

    /**
     * Returns the checks of a node.
     *
     * @param leaving tells whether it is about to leave
     * @param gatewayOpen tells whether its gateway takes what comes; true without one
     */
    public static Health of(ClusterRuntime runtime, BooleanSupplier leaving, BooleanSupplier gatewayOpen) {
        var readiness = runtime.readiness();
        return new Health()
                .readyIf("member", () -> runtime.isMember() ? "" : "this node is not a member of the cluster")
                .readyIf("staying", () -> leaving.getAsBoolean() ? "this node is about to leave the cluster" : "")
                .readyIf("directory", readiness::directory)
                .readyIf("regions", readiness::regions)
                .readyIf("gateway", () -> gatewayOpen.getAsBoolean() ? "" : "the gateway takes nothing more")
                .readyIf(
                        "store",
                        new BackgroundCheck(NodeChecks::onThreadOfItsOwn, readiness::store, STORE, System::nanoTime))
                .aliveIf("running", () -> runtime.isRunning() ? "" : "the actor system has ended")
                .aliveIf("agents' threads", threads(runtime.system().executionContext()))
                .aliveIf(
                        "delivery's threads",
                        threads(runtime.system().dispatchers().lookup(RuntimeCore.DELIVERY_DISPATCHER)));
    }

    private static BackgroundCheck threads(Executor dispatcher) {
        return new BackgroundCheck(dispatcher, () -> "", THREADS, System::nanoTime);
    }

    private static void onThreadOfItsOwn(Runnable check) {
        var thread = new Thread(check, "troupe-health");
        thread.setDaemon(true);
        thread.start();
    }
}
