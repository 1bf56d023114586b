package dev.troupe.chat.testkit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code POST /v1/chat/completions} on this machine with what another model says, mostly a {@link
 * ReplayChatModel}: in one piece or as a stream, with tools, images and usage. For tests of clients of OpenAI, and for
 * programs that only know its protocol. Reachable from this machine only, without TLS, and takes any key.
 *
 * <p>What the model throws becomes the status OpenAI has for it: 400, 401, 404, 429, or 500. {@link ServerFault} is answered
 * as it is. Each request has a thread of its own until it is answered; closing interrupts them.
 */
public final class OpenAiServer implements AutoCloseable {
    private static final String PATH = "/v1/chat/completions";

    private final HttpServer server;
    private final ExecutorService threads;
    private final ChatModel model;
    private final ConcurrentLinkedQueue<JsonNode> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();

    private OpenAiServer(HttpServer server, ExecutorService threads, ChatModel model) {
        this.server = server;
        this.threads = threads;
        this.model = model;
    }

    /** Starts at a free port. */
    public static OpenAiServer start(ChatModel model) {
        requireNonNull(model, "model");
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "openai-server");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var server = new OpenAiServer(http, threads, model);
            http.setExecutor(threads);
            http.createContext("/", server::onRequest);
            http.start();
            return server;
        } catch (IOException e) {
            threads.shutdownNow();
            throw new UncheckedIOException("no port of this machine to listen at", e);
        }
    }

    /** Returns what a client is given as its URL, or {@code OPENAI_BASE_URL}; it ends with {@code /v1}. */
    public String baseUrl() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/v1";
    }

    /** Returns the bodies of the requests so far, in the order in which they came. */
    public List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (ServerFault fault) {
                fault.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, fault.status(), fault.body());
            } catch (RuntimeException e) {
                send(exchange, status(e), OpenAiWire.error(status(e), String.valueOf(e.getMessage())));
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!PATH.equals(exchange.getRequestURI().getPath()) || !"POST".equals(exchange.getRequestMethod())) {
            throw ServerFault.of(
                    404,
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + " (expected: POST " + PATH + ")");
        }
        JsonNode body = body(exchange);
        requests.add(body);
        ChatResponse answer = model.chat(OpenAiRequests.read(body));
        var wire = new OpenAiWire(
                "chatcmpl-" + answers.incrementAndGet(),
                Clock.systemUTC().instant().getEpochSecond(),
                body.path("model").asText());
        if (body.path("stream").asBoolean()) {
            boolean withUsage =
                    body.path("stream_options").path("include_usage").asBoolean();
            stream(exchange, wire.chunks(answer, withUsage));
        } else {
            send(exchange, 200, wire.completion(answer));
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return ExchangeJson.parse(text);
        } catch (IllegalArgumentException e) {
            throw ServerFault.of(400, "We could not parse the JSON body of your request: " + e.getMessage());
        }
    }

    private static int status(RuntimeException failure) {
        if (failure instanceof HttpException http) {
            return http.statusCode();
        }
        Map<Class<? extends RuntimeException>, Integer> known = Map.of(
                IllegalArgumentException.class, 400,
                InvalidRequestException.class, 400,
                AuthenticationException.class, 401,
                ModelNotFoundException.class, 404,
                RateLimitException.class, 429);
        return known.getOrDefault(failure.getClass(), 500);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void stream(HttpExchange exchange, List<String> chunks) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (String chunk : chunks) {
                event(out, chunk);
            }
            event(out, "[DONE]");
        }
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends at once; requests that go on fail. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
