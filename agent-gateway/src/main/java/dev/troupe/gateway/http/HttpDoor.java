package dev.troupe.gateway.http;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.TopicPattern;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Access;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the agents of a runtime over HTTP, until it is closed. It does not own the runtime: close it first.
 *
 * <p>Guarantee: a message that was answered {@code STORED} outlives this node; one that was answered {@code ACCEPTED} is in
 * memory, and lost with it. Limits: see {@code troupe.gateway.http}; a caller that reaches one gets a problem with a name of
 * its own.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerBinding binding;
    private final boolean secure;
    private final Router router;
    private final EventWindow events;

    private HttpDoor(ServerBinding binding, boolean secure, Router router, EventWindow events) {
        this.binding = binding;
        this.secure = secure;
        this.router = router;
        this.events = events;
    }

    /**
     * Starts to serve.
     *
     * @param tls makes the engine of each connection; null for plain HTTP
     * @param more what is served besides agents and topics, or instead of what has the same method and path
     * @throws IllegalStateException if the address is taken, or is not of this machine
     */
    public static HttpDoor start(
            AbstractAgentRuntime runtime,
            HttpSettings settings,
            Access access,
            @Nullable Supplier<SSLEngine> tls,
            List<Route> more) {
        var system = runtime.system();
        var problems = new Problems(settings);
        var door = new Call.Door(access, settings, Materializer.matFromSystem(system), problems);
        var sender = new Sender(runtime, settings, system);
        List<Route> routes = new ArrayList<>();
        var events = new EventWindow(listener -> runtime.listen(TopicPattern.all(), listener), settings.streams());
        routes.addAll(new AgentRoutes(runtime, settings, sender).routes());
        routes.addAll(new TopicRoutes(runtime, settings, sender).routes());
        routes.addAll(new EventRoutes(settings, events).routes());
        routes.addAll(new MessageRoutes(runtime, sender).routes());
        routes.addAll(new SubscriptionRoutes(runtime).routes());
        routes.addAll(DeadLetterRoutes.of(runtime, LetterMemory.of(runtime.deadLetters(), "")));
        routes.addAll(new DescriptionRoutes(runtime).routes());
        var replaced = more.stream().map(Route::toString).collect(Collectors.toSet());
        routes.removeIf(route -> replaced.contains(route.toString()));
        routes.addAll(more);
        var router = new Router(door, routes);
        var server = Http.get(system)
                .newServerAt(settings.host(), settings.port())
                .withSettings(serverSettings(settings, runtime));
        if (tls != null) {
            server = server.enableHttps(ConnectionContext.httpsServer(tls::get));
        }
        var binding = bound(settings, server.bindFlow(connections(router)));
        var started = new HttpDoor(binding, tls != null, router, events);
        log.info("HTTP is served at {} ({})", started.uri(), settings.section());
        return started;
    }

    private static ServerBinding bound(HttpSettings settings, CompletionStage<ServerBinding> binding) {
        try {
            return binding.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while HTTP was to be served", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    settings.section() + ": cannot listen at " + settings.host() + ":" + settings.port()
                            + " (expected: a free port of an address of this machine; 0 takes one): " + e.getMessage(),
                    e);
        }
    }

    /**
     * Of each connection one request is in work, so that messages stay in order. One more is let in to wait: only while it
     * is asked for does Pekko notice that the client has gone.
     */
    private static Flow<HttpRequest, HttpResponse, ?> connections(Router router) {
        return Flow.fromMaterializer((materializer, attributes) -> {
            var connection = new Connection();
            return Flow.of(HttpRequest.class)
                    .watchTermination((nothing, done) -> {
                        done.whenComplete((end, error) -> {
                            warnOfTls(error);
                            connection.gone();
                        });
                        return NotUsed.getInstance();
                    })
                    .buffer(1, OverflowStrategy.backpressure())
                    .mapAsync(
                            1,
                            request -> router.handle(request.addAttribute(Connection.KEY, connection))
                                    .whenComplete((answer, error) -> connection.answered()));
        });
    }

    /** Else nobody would know why a client that speaks in the clear, or shows no certificate, gets no answer. */
    private static void warnOfTls(@Nullable Throwable error) {
        if (error instanceof SSLException) {
            log.warn(
                    "Refused a connection to the HTTPS port: {} (expected: TLS, and a certificate of the client if"
                            + " troupe.gateway.tls.client-auth requires it)",
                    error.getMessage());
        }
    }

    /** The waits of Pekko are off where the door has its own, with an answer. */
    private static ServerSettings serverSettings(HttpSettings settings, AbstractAgentRuntime runtime) {
        var limits = settings.limits();
        Map<String, Object> server = Map.ofEntries(
                Map.entry("server-header", "troupe"),
                Map.entry("request-timeout", "infinite"),
                Map.entry("idle-timeout", settings.times().idle().toMillis() + " ms"),
                Map.entry("max-connections", limits.maxConnections()),
                Map.entry("pipelining-limit", 2),
                Map.entry("raw-request-uri-header", true),
                Map.entry("parsing.max-content-length", "infinite"),
                Map.entry("parsing.tls-session-info-header", true),
                Map.entry("parsing.max-uri-length", limits.maxUriBytes()),
                Map.entry("parsing.max-header-value-length", limits.maxHeaderBytes()),
                Map.entry("parsing.max-header-count", limits.maxHeaders()),
                Map.entry("parsing.illegal-header-warnings", false),
                Map.entry("parsing.error-handler", ParsingProblems.class.getName()));
        var config = ConfigFactory.parseMap(Map.of(
                        "pekko.http.server", ConfigFactory.parseMap(server).root()))
                .withFallback(runtime.system().settings().config());
        return ServerSettings.create(config);
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Returns the address as the start of a URI. */
    public String uri() {
        var address = address();
        return (secure ? "https://" : "http://") + address.getHostString() + ":" + address.getPort();
    }

    /** Returns what is served, each as a method and the pattern of a path: {@code GET /v1/messages/{id}}. */
    public List<String> endpoints() {
        return router.endpoints();
    }

    /** Returns the number of requests that are not answered. */
    public int requestsInWork() {
        return router.inWork();
    }

    /** Returns the number of streams of events that are open. */
    public int streamsOpen() {
        return events.readers();
    }

    /** Returns what it does and has done. */
    public HttpStatus status() {
        return new HttpStatus(
                router.inWork(), events.readers(), router.answered(0), router.answered(400), router.answered(500));
    }

    /**
     * Takes no more connections, refuses further requests with {@code UNAVAILABLE}, but for what everybody may ask, and ends
     * the streams of events. What is in work goes on.
     */
    public void leave() {
        router.leave();
        events.close();
        var unused = binding.unbind();
    }

    /** Lets the requests in work end, for some seconds, and closes the connections. Idempotent; waits. */
    @Override
    public void close() {
        events.close();
        try {
            binding.terminate(PATIENCE).toCompletableFuture().join();
        } catch (CompletionException e) {
            log.warn("HTTP did not end in order", e);
        }
    }
}
