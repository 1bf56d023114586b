package dev.troupe.gateway.worker;

import dev.troupe.engine.actor.ExternalAgents;
import dev.troupe.gateway.access.Access;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The server that workers connect to. Thread-safe. */
public final class WorkerDoor implements AutoCloseable {
    private static final int MAX_HEADERS_BYTES = 16 * 1024;
    private static final int CALLS_PER_CONNECTION = 100;
    private static final long CLOSE_SECONDS = 5;

    private final WorkerSettings settings;
    private final WorkerCounters counters = new WorkerCounters();
    private final Fleet fleet;
    private final SocketThreads threads;
    private final Server server;

    private WorkerDoor(
            ExternalAgents agents, WorkerSettings settings, Access access, Optional<ServerCredentials> credentials) {
        this.settings = settings;
        this.fleet = new Fleet(agents.directory(), counters, settings::isShared);
        agents.open(fleet);
        var shared = new Session.Shared(agents, access, settings, counters, fleet);
        this.threads = new SocketThreads(settings.threads());
        var builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.port()),
                        credentials.orElseGet(InsecureServerCredentials::create))
                // Nothing here blocks, and a change of threads costs more than what is done.
                .directExecutor()
                .maxInboundMessageSize(settings.limits().inboundMessage())
                .maxInboundMetadataSize(MAX_HEADERS_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .keepAliveTime(settings.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(Caller.interceptor(access))
                .addService(Guard.of(new WorkerService(shared).bindService()));
        threads.serve(builder);
        this.server = builder.build();
    }

    /**
     * Begins to serve workers.
     *
     * @param credentials certificates; without them connections are in the clear
     * @throws IllegalStateException if the address is taken, or is not of this machine; names it
     */
    public static WorkerDoor open(
            ExternalAgents agents, WorkerSettings settings, Access access, Optional<ServerCredentials> credentials) {
        var door = new WorkerDoor(agents, settings, access, credentials);
        try {
            door.server.start();
        } catch (IOException e) {
            door.threads.close();
            throw new IllegalStateException(
                    "troupe.gateway.grpc: cannot listen at " + settings.host() + ":" + settings.port()
                            + " (expected: a free port of an address of this machine): " + e.getMessage(),
                    e);
        }
        return door;
    }

    /** Returns where it listens. */
    public String address() {
        return settings.host() + ":" + server.getPort();
    }

    /** Returns what passed here since it was opened, and who is connected. */
    public WorkerStatus status() {
        return new WorkerStatus(
                fleet.all().size(),
                counters.requestsWritten(),
                counters.requestsRedelivered(),
                counters.eventsWritten(),
                counters.eventsInDoubt(),
                counters.refusedMessages());
    }

    /** Takes no more connections and calls, and gives workers nothing new. What they have they may finish. */
    public void leave() {
        server.shutdown();
        fleet.leave();
    }

    /** Returns the number of messages that workers have not read, or not answered. */
    public int outstanding() {
        return fleet.all().stream().mapToInt(Worker::outstanding).sum();
    }

    /** Ends the streams of all workers; what they have not answered goes to others. */
    @Override
    public void close() {
        server.shutdown();
        fleet.close();
        CompletableFuture.allOf(fleet.all().stream()
                        .map(worker -> {
                            worker.disconnect();
                            return fleet.remove(worker).toCompletableFuture();
                        })
                        .toArray(CompletableFuture[]::new))
                .exceptionally(late -> null)
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .join();
        awaitEnd();
        threads.close();
    }

    /** Lets what ends the streams reach the workers; only who does not read it is cut off. */
    private void awaitEnd() {
        try {
            if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
