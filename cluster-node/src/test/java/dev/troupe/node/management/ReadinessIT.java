package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readiness says when a part of a node does not work. */
class ReadinessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void saysNoWhileTheStoreIsNotThere() throws Exception {
        try (var node = start("", NoteAgent.definition())) {
            assertThat(ready(node).path("status").asText()).isEqualTo("ok");

            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    ready(node).path("checks").path("store").asText())
                            .contains("store.db", "troupe_schema"));
        }
    }

    @Test
    void doesNotWaitForNodesThatDoNotKnowItsNewType() throws Exception {
        try (var old = start("", NoteAgent.definition())) {
            String join = "troupe.cluster.join = [\"" + old.runtime().address() + "\"]";
            var added = AgentType.of("added", NoteAgent.Command.class);

            try (var next = start(join, NoteAgent.definition(), NoteAgent.definition(added))) {
                assertThat(ready(next).path("status").asText()).isEqualTo("ok");
                assertThat(ready(old).path("status").asText()).isEqualTo("ok");
            }
        }
    }

    private RunningNode start(String more, AgentDefinition<?, ?>... definitions) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        return RunningNode.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n" + store + more),
                List.of(definitions));
    }

    private static JsonNode ready(RunningNode node) throws IOException, InterruptedException {
        var uri = URI.create(node.management().orElseThrow().uri() + "/ready");
        var answer = CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return Json.parse(answer.body(), JsonNode.class);
    }
}
