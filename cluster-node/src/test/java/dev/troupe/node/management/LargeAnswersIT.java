package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the management port says where nodes have more to tell than fits into one of their answers. */
class LargeAnswersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AgentType<NoteAgent.Command> MEMO = AgentType.of("memo", NoteAgent.Command.class);
    /** So many that one of two nodes has more than a page of the largest that may be asked for. */
    private static final int AGENTS = 2_200;

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
        return RunningNode.start(ConfigFactory.parseString("""
                        troupe { cluster.port = 0, management.http.port = 0, store.kind = none }
                        troupe.agents { idle-timeout = 1h, retry.max-attempts = 1 }
                        """ + more), List.of(NoteAgent.inMemory(MEMO)));
    }

    @Test
    void looksAfterLargeDeadLettersOfAllNodes() throws Exception {
        String text = "\n" + "😀".repeat(150_000) + "\"".repeat(150_000);
        // As others write it: Java would escape each half of what is no character of its own.
        var payload =
                new JsonPayload("note.Add", "{\"text\":\"\\n" + "😀".repeat(150_000) + "\\\"".repeat(150_000) + "\"}");
        for (var node : List.of(first, second)) {
            node.runtime()
                    .send(MEMO.ref("large").id(), payload, SendOptions.DEFAULT)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        var letters = letters();

        for (var letter : letters) {
            var shown = json(call("GET", path(letter)));
            assertThat(shown.path("payload").path("text").asText()).isEqualTo(text);
            assertThat(shown.path("letter").path("failure").path("kind").asText())
                    .isEqualTo("HANDLER_ERROR");

            var resent = call("POST", path(letter) + "/resend");
            assertThat(resent.statusCode()).as(resent.body()).isEqualTo(202);
            assertThat(call("GET", path(letter)).statusCode()).isEqualTo(404);
        }
        await().atMost(PATIENCE).until(() -> letters().size() == 2); // they have failed again
        for (var letter : letters()) {
            assertThat(call("DELETE", path(letter)).statusCode()).isEqualTo(204);
        }

        assertThat(letters).hasSize(2);
        assertThat(letters()).isEmpty();
    }

    private static List<JsonNode> letters() throws Exception {
        List<JsonNode> letters = new ArrayList<>();
        json(call("GET", "/v1/dead-letters")).path("deadLetters").forEach(letters::add);
        return letters;
    }

    private static String path(JsonNode letter) {
        return "/v1/dead-letters/" + letter.path("id").asText();
    }

    @Test
    void listsAgentsWithLongKeysPageByPage() throws Exception {
        List<String> sent = new ArrayList<>();
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            String key = String.format("%04d", agent) + "x".repeat(500);
            sent.add("memo/" + key);
            receipts.add(first.runtime()
                    .send(MEMO.ref(key), new NoteAgent.Add("hello"))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);

        List<String> listed = new ArrayList<>();
        for (String after = ""; after != null; ) {
            var page = json(call("GET", "/v1/agents?type=memo&limit=1000" + after));
            assertThat(page.path("missing")).isEmpty();
            listed.addAll(page.path("agents").findValuesAsText("id"));
            after = page.has("next") ? "&after=" + page.path("next").asText() : null;
        }

        listed.remove("memo/large"); // of the other test
        assertThat(listed).isEqualTo(sent);
    }

    private static HttpResponse<String> call(String method, String path) throws Exception {
        var uri = URI.create(first.management().orElseThrow().uri() + path);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return CLIENT.send(
                request.method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parse(response.body(), JsonNode.class);
    }
}
