package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The management ports of two nodes in one JVM. */
class ManagementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningNode first;
    private static RunningNode second;

    @BeforeAll
    static void start() {
        first = node("");
        second = node("troupe.cluster.join = [\"" + first.runtime().address() + "\"]");
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    private static RunningNode node(String more) {
        return RunningNode.start(
                ConfigFactory.parseString(
                        "troupe { cluster.port = 0, management.http.port = 0, store.kind = none }\n" + more),
                List.of());
    }

    @Test
    void answersProbes() throws Exception {
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/started").statusCode()).isEqualTo(200);
        assertThat(get("/alive").statusCode()).isEqualTo(200);
        assertThat(json(get("/ready")).path("checks").path("member").asText()).isEqualTo("ok");
    }

    @Test
    void showsAllNodes() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var nodes = json(get("/v1/cluster")).path("nodes");

            assertThat(nodes.findValuesAsText("node"))
                    .containsExactlyInAnyOrder(
                            first.runtime().address(), second.runtime().address());
        });
    }

    @Test
    void servesWhatTheGatewayServes() throws Exception {
        assertThat(get("/openapi.json").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        var uri = URI.create(first.management().orElseThrow().uri() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body(), JsonNode.class);
    }
}
