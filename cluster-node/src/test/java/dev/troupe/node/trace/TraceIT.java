package dev.troupe.node.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import dev.troupe.node.remote.TraceCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who told whom, on three nodes in one JVM. */
class TraceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int KEYS = 30;

    @TempDir
    private static Path directory;

    private static final List<RunningNode> nodes = new ArrayList<>();

    @BeforeAll
    static void start() {
        nodes.add(node(""));
        String join = "troupe.cluster.join = [\"" + first().runtime().address() + "\"]";
        nodes.add(node(join));
        nodes.add(node(join));
    }

    @AfterAll
    static void stop() {
        for (int place = nodes.size() - 1; place >= 0; place--) {
            nodes.get(place).close();
        }
    }

    private static RunningNode first() {
        return nodes.get(0);
    }

    private static RunningNode node(String more) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        return RunningNode.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n" + store + more),
                List.of(HopAgent.definition(), HopAgent.durable()));
    }

    @Test
    void showsAnAskThroughThreeNodesAsOneTrace() throws Exception {
        var path = keysOnAllNodes();
        var options = SendOptions.DEFAULT.withMessageId("ask-1");
        var ask = new HopAgent.Ask(path.subList(1, 3));

        first().runtime()
                .send(HopAgent.TYPE.ref(path.get(0)), ask, options)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        var trace = trace("ask-1");

        assertThat(trace.path("traces")).hasSize(1);
        assertThat(trace.path("missing")).isEmpty();
        assertThat(recipients(trace)).contains("hop/" + path.get(0), "hop/" + path.get(1), "hop/" + path.get(2));
        assertThat(new HashSet<>(trace.path("turns").findValuesAsText("node"))).hasSize(3);
        assertThat(print("ask-1"))
                .containsSubsequence(
                        "  outside -> hop/" + path.get(0),
                        "    hop/" + path.get(0) + " -> hop/" + path.get(1),
                        "      hop/" + path.get(1) + " -> hop/" + path.get(2));
    }

    @Test
    void findsTheWholeTraceByAMessageInItsMiddle() throws Exception {
        tell("tell-1", List.of("x", "y", "z"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trace("tell-1").path("turns")).hasSize(3));
        String middle = trace("tell-1").path("turns").path(1).path("message").asText();

        var trace = trace(middle);

        assertThat(middle).isNotEqualTo("tell-1");
        assertThat(recipients(trace)).containsExactly("stored-hop/x", "stored-hop/y", "stored-hop/z");
    }

    @Test
    void findsADurableChainThoughNoNodeRemembersIt() throws Exception {
        tell("tell-2", List.of("a", "b", "c"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trace("tell-2").path("turns")).hasSize(3));

        restart(); // what nodes remember is gone
        var trace = Json.parse(get("/v1/trace/tell-2?agent=stored-hop/b"), JsonNode.class);

        assertThat(recipients(trace)).containsExactly("stored-hop/a", "stored-hop/b", "stored-hop/c");
        assertThat(trace.path("turns").findValuesAsText("stored")).containsOnly("true");
        assertThat(trace.path("traces")).hasSize(1);
    }

    @Test
    void saysWhatIsKnownOfAMessageThatNobodyKnows() throws Exception {
        var trace = trace("nobody-knows");

        assertThat(trace.path("turns")).isEmpty();
        assertThat(trace.path("missing")).isEmpty();
        assertThat(print("nobody-knows")).contains("No turn is known of message nobody-knows");
    }

    private static void restart() {
        stop();
        nodes.clear();
        start();
    }

    private static void tell(String id, List<String> path) throws Exception {
        first().runtime()
                .send(
                        HopAgent.DURABLE.ref(path.get(0)),
                        new HopAgent.Tell(path.subList(1, path.size())),
                        SendOptions.DEFAULT.withMessageId(id))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Returns a key of an agent on each node. */
    private static List<String> keysOnAllNodes() {
        Map<String, String> keys = new LinkedHashMap<>();
        await().atMost(PATIENCE).until(() -> {
            for (int key = 0; key < KEYS; key++) {
                first().runtime()
                        .ask(HopAgent.TYPE.ref("k" + key), new HopAgent.Ask(List.of()), Duration.ofSeconds(60))
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
            }
            keys.clear();
            Json.parse(get("/v1/agents?type=hop&key=k&limit=" + KEYS), JsonNode.class)
                    .path("agents")
                    .forEach(agent -> keys.put(
                            agent.path("node").asText(),
                            agent.path("id").asText().substring("hop/".length())));
            return keys.size() == 3;
        });
        return List.copyOf(keys.values());
    }

    private static List<String> recipients(JsonNode trace) {
        List<String> recipients = new ArrayList<>();
        trace.path("turns")
                .forEach(turn -> recipients.add(turn.path("recipient").asText()));
        return recipients;
    }

    private static JsonNode trace(String message) throws Exception {
        return Json.parse(get("/v1/trace/" + message), JsonNode.class);
    }

    private static String get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri() + path)).build();
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String uri() {
        return first().management().orElseThrow().uri();
    }

    private static String print(String message) {
        var out = new StringWriter();
        var line = new CommandLine(new TraceCommand()).setOut(new PrintWriter(out, true));
        line.execute(message, "--node", uri());
        return out.toString();
    }
}
