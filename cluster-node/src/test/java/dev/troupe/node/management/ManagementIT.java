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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The management ports of two nodes in one JVM. */
class ManagementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

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
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        return RunningNode.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n" + store + more),
                List.of(NoteAgent.definition()));
    }

    @Test
    void answersProbes() throws Exception {
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/started").statusCode()).isEqualTo(200);
        assertThat(get("/alive").statusCode()).isEqualTo(200);
        assertThat(json(get("/ready")).path("checks").fieldNames())
                .toIterable()
                .containsExactly("member", "staying", "directory", "regions", "gateway", "store");
        assertThat(json(get("/alive")).path("checks"))
                .allMatch(said -> said.asText().equals("ok"))
                .hasSize(3);
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
    void saysOfEachNodeWhatItHostsAndWhereItIsReached() throws Exception {
        add("shown", "hi");

        await().atMost(PATIENCE).untilAsserted(() -> {
            var nodes = json(get("/v1/cluster")).path("nodes");

            assertThat(nodes.findValuesAsText("status")).containsExactly("up", "up");
            assertThat(nodes.findValuesAsText("reachable")).containsExactly("true", "true");
            assertThat(nodes.findValuesAsText("oldest")).containsExactlyInAnyOrder("true", "false");
            assertThat(nodes.findValuesAsText("management"))
                    .contains(first.management().orElseThrow().uri());
            assertThat(nodes.findValues("agentsByType").stream()
                            .mapToInt(types -> types.path("note").asInt())
                            .sum())
                    .isPositive();
        });
    }

    @Test
    void servesWhatPekkoManagementServes() throws Exception {
        String other = second.runtime().address();

        var members = json(get("/cluster/members"));
        var member = json(get("/cluster/members/troupe@" + other));

        assertThat(members.path("members").findValuesAsText("status")).containsExactly("Up", "Up");
        assertThat(members.path("oldest").asText()).endsWith(first.runtime().address());
        assertThat(member.path("node").asText()).endsWith(other);
        assertThat(get("/cluster/members/troupe@127.0.0.1:1").statusCode()).isEqualTo(404);
        assertThat(json(get("/cluster/shards/note")).path("regions").isArray()).isTrue();
    }

    @Test
    void servesWhatTheGatewayServes() throws Exception {
        assertThat(get("/openapi.json").statusCode()).isEqualTo(200);
    }

    @Test
    void listsAgentsOfAllNodesPageByPage() throws Exception {
        for (int key = 0; key < 40; key++) {
            add("k" + key, "hi");
        }

        List<String> ids = new ArrayList<>();
        Set<String> nodes = new HashSet<>();
        for (String after = ""; after != null; ) {
            var page = json(get("/v1/agents?type=note&key=k&limit=7" + after));
            page.path("agents").forEach(agent -> {
                ids.add(agent.path("id").asText());
                nodes.add(agent.path("node").asText());
            });
            after = page.has("next") ? "&after=" + page.path("next").asText() : null;
        }

        assertThat(ids).hasSize(40).isSorted().doesNotHaveDuplicates();
        assertThat(nodes).hasSize(2);
    }

    @Test
    void showsWhatAnAgentHasDone() throws Exception {
        add("done", "first");
        add("done", "second");

        var about = json(get("/v1/agents/note/done"));
        var history = json(get("/v1/agents/note/done/history"));

        assertThat(about.path("durable").asBoolean()).isTrue();
        assertThat(about.path("loaded")).hasSize(1);
        assertThat(history.path("turns").findValuesAsText("text")).containsExactly("first", "second");
        assertThat(history.path("turns").path(1).path("after").path("lines").asInt())
                .isEqualTo(2);
    }

    @Test
    void unloadsAnAgentThatHasNothingToDo() throws Exception {
        add("gone", "hi");

        await().atMost(PATIENCE).untilAsserted(() -> {
            post("/v1/agents/note/gone/passivate", "");

            assertThat(json(get("/v1/agents/note/gone")).path("loaded")).isEmpty();
        });
    }

    @Test
    void showsWhoTalksToWhomAndWhoHearsWhat() throws Exception {
        add("flow", "hi");

        var flow = json(get("/v1/flows")).path("flows").path(0);

        assertThat(flow.path("from").asText()).isEqualTo("outside");
        assertThat(flow.path("to").asText()).isEqualTo("note");
        assertThat(json(get("/v1/topics")).path("topics").path("noted").path(0).asText())
                .isEqualTo("note");
    }

    @Test
    void servesTheConsoleWithAllThatItLoads() throws Exception {
        assertThat(get("/console").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        for (String file : List.of("console.css", "console.js", "api.js", "dom.js", "agents.js", "find.js")) {
            assertThat(get("/console/" + file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(get("/console/secret.txt").statusCode()).isEqualTo(404);
    }

    private static void add(String key, String text) throws Exception {
        var answer = post(
                "/v1/agents/note/" + key + "/messages?wait=settled&type=note.Add", Json.text(new NoteAgent.Add(text)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create(first.management().orElseThrow().uri() + path))
                .timeout(PATIENCE);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body(), JsonNode.class);
    }
}
