package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.gateway.access.Grants;
import dev.troupe.gateway.access.TokenEntry;
import dev.troupe.gateway.access.TokenFile;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the management port of a node without agents says of those of another one, to an operator and to a tenant. */
class AgentRoutesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AgentType<NoteAgent.Command> MEMO = AgentType.of("memo", NoteAgent.Command.class);
    private static final String OPERATOR = TokenFile.newToken();
    private static final String ACME = TokenFile.newToken();

    @TempDir
    private static Path directory;

    private static RunningNode host;
    private static RunningNode without;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(
                directory.resolve("tokens.conf"),
                "tokens = [\n" + entry("operator", OPERATOR, Optional.empty(), "admin") + "\n"
                        + entry("reader", ACME, Optional.of("acme"), "read") + "\n]");
        host = node("", List.of(NoteAgent.definition(), NoteAgent.inMemory(MEMO)));
        without = node("troupe.cluster.join = [\"" + host.runtime().address() + "\"]", List.of());
        await().atMost(PATIENCE).until(() -> without.runtime().isDurable("note").isPresent());
    }

    private static String entry(String name, String token, Optional<String> tenant, String more) {
        var grants = new Grants(tenant, List.of("*"), List.of("*"), Grants.actions(List.of("read", more)));
        return TokenFile.render(
                new TokenEntry(name, new TokenEntry.Hash(TokenFile.sha256(token)), grants, Optional.empty()));
    }

    private static RunningNode node(String more, List<AgentDefinition<?, ?>> definitions) {
        String settings = """
                troupe { cluster.port = 0, management.http.port = 0, agents.idle-timeout = 1h }
                troupe.store.embedded.file = "%s"
                troupe.gateway.auth.tokens-file = "%s"
                """.formatted(directory.resolve("store.db"), directory.resolve("tokens.conf"));
        return RunningNode.start(ConfigFactory.parseString(settings + more), definitions);
    }

    @AfterAll
    static void stop() {
        without.close();
        host.close();
    }

    @Test
    void showsTheNewestTurnsOfAnAgentWhoseCodeTheNodeDoesNotHave() throws Exception {
        for (int turn = 0; turn < 30; turn++) {
            add(NoteAgent.TYPE, "long", "line " + turn);
        }

        var about = json(get(OPERATOR, "/v1/agents/note/long"));
        var newest = json(get(OPERATOR, "/v1/agents/note/long/history?limit=3"));
        var oldest = json(get(OPERATOR, "/v1/agents/note/long/history?limit=3&from=1"));

        assertThat(about.path("durable").asBoolean()).isTrue();
        assertThat(newest.path("turns").findValuesAsText("text")).containsExactly("line 27", "line 28", "line 29");
        assertThat(newest.path("turns").path(2).path("turn").asLong())
                .isEqualTo(newest.path("highest").asLong());
        assertThat(newest.path("turns").path(2).path("after").path("lines").asInt())
                .isEqualTo(30);
        assertThat(newest.has("next")).isFalse();
        assertThat(oldest.path("turns").findValuesAsText("text")).containsExactly("line 0", "line 1", "line 2");
        assertThat(oldest.path("next").asLong()).isPositive();
    }

    @Test
    void saysWhichAgentsHaveNoHistory() throws Exception {
        add(MEMO, "short", "line");

        var history = get(OPERATOR, "/v1/agents/memo/short/history");
        var unknown = get(OPERATOR, "/v1/agents/unknown/short/history");

        assertThat(json(get(OPERATOR, "/v1/agents/memo/short")).path("durable").asBoolean(true))
                .isFalse();
        assertThat(history.statusCode()).isEqualTo(400);
        assertThat(history.body()).contains("its type is not durable (expected: a durable one)");
        assertThat(unknown.body()).contains("its type is not registered (expected: a durable one)");
    }

    @Test
    void listsForATenantItsAgentsAloneInFullPages() throws Exception {
        for (String key : List.of("aaa", "acme", "acme/1", "acme/2", "acme/3", "acme2/1", "globex/1", "globex/acme")) {
            add(MEMO, key, "line");
        }

        List<List<String>> pages = new ArrayList<>();
        for (String after = ""; after != null; ) {
            var page = json(get(ACME, "/v1/agents?type=memo&limit=3" + after));
            pages.add(page.path("agents").findValuesAsText("id"));
            after = page.has("next")
                    ? "&after=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8)
                    : null;
        }

        assertThat(pages).containsExactly(List.of("memo/acme", "memo/acme/1", "memo/acme/2"), List.of("memo/acme/3"));
        assertThat(json(get(ACME, "/v1/agents?type=memo&key=globex")).path("agents"))
                .isEmpty();
        assertThat(get(ACME, "/v1/agents/memo/globex%2F1").statusCode()).isEqualTo(403);
        assertThat(get(ACME, "/v1/agents").statusCode()).isEqualTo(403);
        assertThat(json(get(OPERATOR, "/v1/agents?type=memo")).path("agents").findValuesAsText("id"))
                .contains("memo/aaa", "memo/acme/3", "memo/globex/1");
    }

    private static void add(AgentType<NoteAgent.Command> type, String key, String text) throws Exception {
        var receipt = host.runtime()
                .send(type.ref(key), new NoteAgent.Add(text))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(receipt.processed()).isTrue();
    }

    private static HttpResponse<String> get(String token, String path) throws Exception {
        var uri = URI.create(without.management().orElseThrow().uri() + path);
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Authorization", "Bearer " + token);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parse(response.body(), JsonNode.class);
    }
}
