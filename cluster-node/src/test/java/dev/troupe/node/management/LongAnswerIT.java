package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that take the management port longer than a connection may be idle. */
class LongAnswerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void tellsWhatBecameOfADrainThatTakesLongerThanTheIdleTimeout() throws Exception {
        try (var node = start()) {
            var uri = URI.create(node.management().orElseThrow().uri() + "/v1/cluster/nodes/"
                    + node.runtime().address() + "/drain");

            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(PATIENCE)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.parse(answer.body(), JsonNode.class).path("clean").asBoolean())
                    .isTrue();
        }
    }

    private RunningNode start() {
        return RunningNode.start(
                ConfigFactory.parseString("""
                        troupe {
                          cluster { port = 0, drain-notice = 4s }
                          store.embedded.file = "%s"
                          management.http {
                            port = 0, idle-timeout = 2s, max-wait = 1s, request-timeout = 1s, max-request-timeout = 1s
                          }
                        }
                        """.formatted(directory.resolve("store.db"))),
                List.of(NoteAgent.definition()));
    }
}
