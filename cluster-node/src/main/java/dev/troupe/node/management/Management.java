package dev.troupe.node.management;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.DrainReport;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.http.DeadLetterRoutes;
import dev.troupe.gateway.http.HttpDoor;
import dev.troupe.gateway.http.HttpStatus;
import dev.troupe.gateway.http.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.javadsl.Adapter;

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
     * How the node goes.
     *
     * @param leave makes it leave; completes when its work is given away
     * @param join the same, to join the cluster of a node then
     * @param begun tells whether it is about to leave
     */
    public record Going(
            Supplier<CompletionStage<DrainReport>> leave,
            Function<String, CompletionStage<DrainReport>> join,
            BooleanSupplier begun) {}

    /**
     * What is served, and who may call.
     *
     * @param security knows the door of the settings; it is not closed with this
     * @param more what else is served
     */
    public record Setup(Security security, Health health, Going going, List<Route> more) {
        public Setup {
            more = List.copyOf(more);
        }
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException if the address cannot be listened at; names it
     */
    public static Management open(ClusterRuntime runtime, ManagementSettings settings, Setup setup) {
        List<Route> routes = new ArrayList<>(new HealthRoutes(setup.health()).routes());
        var questions = new ClusterQuestions(runtime.inquiries(), settings.answerTimeout());
        var flows = new Flows(Clock.systemUTC());
        runtime.listen(flows);
        var uri = new CompletableFuture<String>();
        Supplier<NodeView> view = () -> NodeView.of(
                runtime.address(),
                setup.going().begun().getAsBoolean(),
                runtime.hostedAgents(),
                runtime.status().turns(),
                uri.getNow(""));
        routes.addAll(new ClusterRoutes(runtime, questions, view).routes());
        routes.addAll(new AgentRoutes(runtime, questions).routes());
        routes.addAll(new TopologyRoutes(runtime, questions, flows).routes());
        routes.addAll(new LedgerRoutes(runtime, questions).routes());
        routes.addAll(new ConsoleRoutes().routes());
        var nodes = new NodeRoutes(runtime, questions, setup.going());
        routes.addAll(nodes.routes());
        routes.addAll(new PekkoRoutes(Adapter.toClassic(runtime.system())).routes());
        routes.addAll(DeadLetterRoutes.of(runtime, new ClusterLetters(runtime, questions)));
        routes.addAll(setup.more());
        var security = setup.security();
        var tls = security.tls().orElse(null);
        var http = settings.http().withIdleOver(nodes.longestAnswer());
        var door = HttpDoor.start(runtime, http, security.access(), tls == null ? null : tls::serverEngine, routes);
        uri.complete(door.uri());
        return new Management(door);
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
