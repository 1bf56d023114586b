package dev.troupe.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.gateway.http.BookAgent;
import dev.troupe.message.Json;
import dev.troupe.standalone.StandaloneRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Both doors as {@link Gateway#open} opens them, a client for one of them, and all that is logged meanwhile. */
final class GuardedGateway implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param body empty for a stream of events, which has no end */
    record Answer(int status, String body) {
        JsonNode json() {
            try {
                return Json.read(body.getBytes(UTF_8), JsonNode.class);
            } catch (IOException e) {
                throw new AssertionError(status + ": " + body, e);
            }
        }
    }

    final StandaloneRuntime runtime;
    final Gateway gateway;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.troupe.gateway");
    private final HttpClient client = client(HttpClient.newBuilder());

    private GuardedGateway(String settings) {
        log.start();
        root.addAppender(log);
        own.setLevel(Level.TRACE);
        this.runtime = StandaloneRuntime.start(
                ConfigFactory.parseString(
                        "troupe.agents.retry.max-attempts = 1\ntroupe.gateway { http.port = 0, grpc.port = 0 }\n"
                                + settings),
                BookAgent.definition());
        this.gateway = Gateway.open(runtime);
    }

    /** @param settings of the section {@code troupe.gateway} */
    static GuardedGateway open(String settings) {
        return new GuardedGateway("troupe.gateway { " + settings + " }");
    }

    static String tokensFile(Path file, List<TestCaller> callers) throws IOException {
        var entries = callers.stream().map(TestCaller::entry).toList();
        return "auth.tokens-file = "
                + quoted(Files.writeString(file, "tokens = [\n" + String.join("\n", entries) + "\n]", UTF_8)) + "\n";
    }

    static String quoted(Path file) {
        return "\"" + file.toString().replace("\\", "\\\\") + "\"";
    }

    static HttpClient client(HttpClient.Builder builder) {
        return builder.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    HttpRequest.Builder request(TestCaller caller, String method, String path, String json) {
        var request = HttpRequest.newBuilder(URI.create(gateway.uri() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        return caller.token().isEmpty() ? request : request.header("Authorization", "Bearer " + caller.token());
    }

    Answer send(HttpRequest.Builder request) {
        return send(client, request);
    }

    static Answer send(HttpClient client, HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                boolean endless = answer.headers().firstValue("Content-Type").equals(Optional.of("text/event-stream"));
                return new Answer(answer.statusCode(), endless ? "" : new String(body.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns level and text of what was logged, after the first lines. */
    List<String> log(int skipped) {
        synchronized (log) {
            return List.copyOf(log.list).stream()
                    .skip(skipped)
                    .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : " " + event.getThrowableProxy().getMessage()))
                    .toList();
        }
    }

    @Override
    public void close() {
        gateway.close();
        runtime.close();
        own.setLevel(null);
        root.detachAppender(log);
    }
}
