package dev.troupe.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.Access;
import dev.troupe.standalone.StandaloneRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A door in front of a standalone runtime, at a free port, and a client. */
final class DoorFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    final StandaloneRuntime runtime;
    final HttpDoor door;
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private DoorFixture(String config, Access access, AgentDefinition<?, ?>... definitions) {
        var all = ConfigFactory.parseString(
                "troupe.gateway.http.port = 0\ntroupe.agents.retry.max-attempts = 1\n" + config);
        this.runtime = StandaloneRuntime.start(all, definitions);
        this.door = HttpDoor.start(
                runtime,
                SettingsReader.read(runtime.system().settings().config(), HttpSettings::read),
                access,
                null,
                List.of());
    }

    /** Without a store: messages are in memory. */
    static DoorFixture start() {
        return start("", Access.open());
    }

    static DoorFixture start(String config, Access access) {
        return new DoorFixture(config, access, BookAgent.definition());
    }

    /** In front of these agents. */
    static DoorFixture startWith(AgentDefinition<?, ?>... definitions) {
        return new DoorFixture("", Access.open(), definitions);
    }

    /** With a store. */
    static DoorFixture startDurable(Access access) {
        return startDurable("", access);
    }

    static DoorFixture startDurable(String config, Access access) {
        return new DoorFixture(config, access, BookAgent.definition().durable());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(door.uri() + path)).timeout(PATIENCE);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String type, String json, String... headers) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .header("Troupe-Message-Type", type)
                .POST(BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends an entry and waits until it is in the book. */
    HttpResponse<String> enter(String key, int amount, String... headers) {
        return post("/v1/agents/book/" + key + "/messages?wait=settled", "book.Enter", entry(amount), headers);
    }

    static String entry(int amount) {
        return "{\"amount\":" + amount + ",\"text\":\"t\"}";
    }

    JsonNode total(String key) {
        return json(post("/v1/agents/book/" + key + "/requests", "book.Total", "{}"));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response + ": " + response.body(), e);
        }
    }

    /** Returns status and kind of a problem, such as {@code 404 unknown}; fails if it is none. */
    static String problem(HttpResponse<String> response) {
        if (!List.of("application/problem+json").equals(response.headers().allValues("Content-Type"))) {
            throw new AssertionError(response + " " + response.headers() + ": " + response.body());
        }
        var problem = json(response);
        String type = problem.path("type").asText();
        if (problem.path("status").asInt() != response.statusCode() || !type.startsWith("urn:troupe:problem:")) {
            throw new AssertionError(response + ": " + problem);
        }
        return response.statusCode() + " " + type.substring("urn:troupe:problem:".length());
    }

    @Override
    public void close() {
        door.close();
        runtime.close();
    }
}
