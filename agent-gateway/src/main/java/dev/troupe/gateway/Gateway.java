package dev.troupe.gateway;

import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.access.Tls;
import dev.troupe.gateway.http.HttpDoor;
import dev.troupe.gateway.http.HttpStatus;
import dev.troupe.gateway.worker.WorkerDoor;
import dev.troupe.gateway.worker.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors of one node for processes outside: AutoGen's workers over gRPC, and HTTP. On a cluster its node has the role
 * {@code gateway}. Close it before its runtime: then workers' unanswered requests go to workers of other nodes.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final WorkerDoor workers;
    private final HttpDoor http;
    private final @Nullable Security own;
    private volatile boolean open = true;
    private boolean closed;

    private Gateway(WorkerDoor workers, HttpDoor http, @Nullable Security own) {
        this.own = own;
        this.workers = workers;
        this.http = http;
    }

    /**
     * Opens the doors that the section {@code troupe.gateway} of the node's configuration describes.
     *
     * @throws IllegalArgumentException if a setting is wrong, or a door to other machines would be open to everybody; names
     *     every wrong key
     * @throws IllegalStateException if an address cannot be listened at; names it
     */
    public static Gateway open(AbstractAgentRuntime runtime) {
        var settings = GatewaySettings.of(runtime.system().settings().config());
        var security = Security.start(settings.auth(), settings.tls(), settings.doors());
        try {
            return open(runtime, settings, security, security);
        } catch (RuntimeException e) {
            security.close();
            throw e;
        }
    }

    /**
     * As {@link #open(AbstractAgentRuntime)}, guarded by what guards other servers of the node too.
     *
     * @param security knows the doors of {@code settings}; it is not closed with this
     */
    public static Gateway open(AbstractAgentRuntime runtime, GatewaySettings settings, Security security) {
        return open(runtime, settings, security, null);
    }

    private static Gateway open(
            AbstractAgentRuntime runtime, GatewaySettings settings, Security security, @Nullable Security own) {
        var access = security.access();
        var workers = WorkerDoor.open(
                runtime.external(), settings.workers(), access, security.tls().map(Tls::serverCredentials));
        try {
            var tls = security.tls().orElse(null);
            var http =
                    HttpDoor.start(runtime, settings.http(), access, tls == null ? null : tls::serverEngine, List.of());
            return new Gateway(workers, http, own);
        } catch (RuntimeException e) {
            workers.close();
            throw e;
        }
    }

    /** Returns where workers connect, {@code host:port}. */
    public String workerAddress() {
        return workers.address();
    }

    public WorkerStatus workerStatus() {
        return workers.status();
    }

    /** Returns where HTTP is served, as the start of a URI. */
    public String uri() {
        return http.uri();
    }

    public HttpStatus httpStatus() {
        return http.status();
    }

    HttpDoor http() {
        return http;
    }

    /**
     * Takes nothing new, and lets what is open end: requests over HTTP, and what workers have been given. Close it then; what
     * workers have not answered goes to others.
     *
     * @param patience how long it waits at most
     */
    public void leave(Duration patience) {
        open = false;
        http.leave();
        workers.leave();
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (inWork() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.info(
                "The gateway takes nothing more; still open: {} requests over HTTP, {} messages at workers",
                http.requestsInWork(),
                workers.outstanding());
    }

    /** Tells whether it takes what comes. */
    public boolean isOpen() {
        return open;
    }

    private int inWork() {
        return http.requestsInWork() + workers.outstanding();
    }

    /** Closes both doors. Idempotent, since the end of its runtime closes it, too; waits. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        open = false;
        http.close();
        workers.close();
        if (own != null) {
            own.close();
        }
    }
}
