package dev.troupe.node.metrics;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A node with a gateway and limits that are soon reached. */
final class MeteredNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int MAX_PENDING = 8;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SETTINGS = """
            troupe {
              cluster { port = 0, roles = [gateway] }
              gateway { http.port = 0, grpc.port = 0 }
              management.http.port = 0
              agents { inbox-limit = 3, retry.max-attempts = 1 }
              delivery { max-pending = %d, seek-timeout = 50ms, accept-timeout = 50ms, max-accept-timeout = 100ms }
            }
            """;

    final CompletableFuture<Void> gate = new CompletableFuture<>();
    final RunningNode node;

    /** @param directory for its store */
    MeteredNode(Path directory, String more) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        node = RunningNode.start(
                ConfigFactory.parseString(SETTINGS.formatted(MAX_PENDING) + store + more),
                List.of(MeterAgent.definition(gate)));
    }

    /** Lets happen what is counted: turns, a dead letter, refusals, messages sent again, a duplicate, a stall. */
    void provoke() throws Exception {
        send("passes", new MeterAgent.Pass());
        send("fails", new MeterAgent.Fail());
        node.runtime().send(MeterAgent.TYPE.ref("blocks"), new MeterAgent.Block());
        for (int number = 0; number < MAX_PENDING + 2; number++) {
            node.runtime().send(MeterAgent.TYPE.ref("waits"), new MeterAgent.Await());
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            var scrape = scrape();
            if (scrape.sum("troupe_messages_refused_total") == 0 || scrape.sum("troupe_silent_recipients") == 0) {
                throw new AssertionError("nothing was refused, or nobody is silent, yet");
            }
        });
    }

    void send(String key, MeterAgent.Command message) throws Exception {
        node.runtime()
                .send(MeterAgent.TYPE.ref(key), message)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    Scrape scrape() throws Exception {
        return Scrape.parse(get("/metrics", "").body());
    }

    /** @param token none if it is empty */
    HttpResponse<String> get(String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(node.management().orElseThrow().uri() + path))
                .timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        gate.complete(null);
        node.close();
    }
}
