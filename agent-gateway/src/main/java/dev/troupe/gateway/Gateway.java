package dev.troupe.gateway;

import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.worker.WorkerDoor;
import dev.troupe.gateway.worker.WorkerStatus;
import java.util.Optional;

/**
 * The doors of one node for processes outside: AutoGen's workers over gRPC, and HTTP. On a cluster its node has the role
 * {@code gateway}. Close it before its runtime: then workers' unanswered requests go to workers of other nodes.
 */
public final class Gateway implements AutoCloseable {
    private final WorkerDoor workers;

    private Gateway(WorkerDoor workers) {
        this.workers = workers;
    }

    /**
     * Opens the doors that the section {@code troupe.gateway} of the node's configuration describes.
     *
     * @throws IllegalArgumentException if a setting is wrong; names every wrong key
     * @throws java.io.UncheckedIOException if an address cannot be listened at; names it
     */
    public static Gateway open(AbstractAgentRuntime runtime) {
        var settings = GatewaySettings.of(runtime.system().settings().config());
        var access = Access.open();
        return new Gateway(WorkerDoor.open(runtime.external(), settings.workers(), access, Optional.empty()));
    }

    /** Returns where workers connect, {@code host:port}. */
    public String workerAddress() {
        return workers.address();
    }

    public WorkerStatus workerStatus() {
        return workers.status();
    }

    @Override
    public void close() {
        workers.close();
    }
}
