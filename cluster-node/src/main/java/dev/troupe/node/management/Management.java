package dev.troupe.node.management;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.http.HttpDoor;
import dev.troupe.gateway.http.HttpStatus;
import dev.troupe.gateway.http.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The port of one node for people and their tools. It serves what the gateway serves over HTTP, too, so that whoever knows
 * one node reaches all agents. Close it before its runtime.
 */
public final class Management implements AutoCloseable {
    private final HttpDoor http;
    private boolean closed;

    private Management(HttpDoor http) {
        this.http = http;
    }

    /**
     * Opens the port.
     *
     * @param security knows the door of {@code settings}; it is not closed with this
     * @param more what else is served
     * @throws IllegalStateException if the address cannot be listened at; names it
     */
    public static Management open(
            ClusterRuntime runtime, ManagementSettings settings, Security security, Health health, List<Route> more) {
        List<Route> routes = new ArrayList<>(new HealthRoutes(health).routes());
        var questions = new ClusterQuestions(runtime.inquiries(), settings.answerTimeout());
        var flows = new Flows(Clock.systemUTC());
        runtime.listen(flows);
        routes.addAll(new ClusterRoutes(runtime, questions).routes());
        routes.addAll(new AgentRoutes(runtime, questions).routes());
        routes.addAll(new TopologyRoutes(runtime, questions, flows).routes());
        routes.addAll(new ConsoleRoutes().routes());
        routes.addAll(more);
        var tls = security.tls().orElse(null);
        return new Management(HttpDoor.start(
                runtime, settings.http(), security.access(), tls == null ? null : tls::serverEngine, routes));
    }

    /** Returns where it is served, as the start of a URI. */
    public String uri() {
        return http.uri();
    }

    public HttpStatus httpStatus() {
        return http.status();
    }

    /** Closes the port. Idempotent, since the end of its runtime closes it, too; waits. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            http.close();
        }
    }
}
