package dev.troupe.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Json;
import dev.troupe.node.NotesCluster.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Two nodes of one cluster, slips of two tenants that flow through both, and what all that shows the ledger says. */
final class BookedCluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final String ACME = "acme";
    static final String GLOBEX = "globex";

    private static final Pattern IMBALANCE = Pattern.compile("(?m)^troupe_ledger_imbalance(?:\\{.*})? (\\S+)$");

    /** A drain at the end would wait for what was lost. */
    private static final String SETTINGS = """
            troupe {
              cluster { port = 0, roles = [gateway], drain-timeout = 1s }
              gateway { http.port = 0, grpc.port = 0 }
              management.http.port = 0
              ledger.period = 1s
            }
            """;

    final RunningNode first;
    final RunningNode second;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger slips = new AtomicInteger();
    private final CompletableFuture<Void> traffic;
    private volatile boolean ends;

    /** Starts all, and returns when slips flow and all books balance. */
    BookedCluster() {
        first = RunningNode.start(ConfigFactory.parseString(SETTINGS), List.of(SlipAgent.definition()));
        String join = "troupe.cluster.join = [\"" + first.runtime().address() + "\"]";
        second = RunningNode.start(ConfigFactory.parseString(SETTINGS + join), List.of(SlipAgent.definition()));
        var loader = Thread.currentThread().getContextClassLoader();
        traffic = CompletableFuture.runAsync(this::flow, work -> {
            var thread = new Thread(work, "slips");
            thread.setContextClassLoader(loader);
            thread.start();
        });
        awaitMoreSlips();
        assertThat(imbalance(first) + imbalance(second)).isZero();
        var ran = ledger();
        assertThat(ran.code()).as("%s", ran).isZero();
    }

    private void flow() {
        while (!ends) {
            int number = slips.get();
            var node = number % 2 == 0 ? first : second;
            for (String tenant : List.of(ACME, GLOBEX)) {
                String key = tenant + "/" + number % 10;
                get(node.runtime().send(SlipAgent.TYPE.ref(key), new SlipAgent.Slip(number)));
                get(node.runtime().publish(TopicId.of(SlipAgent.TOPIC, key), new SlipAgent.Slip(number)));
            }
            slips.incrementAndGet();
        }
    }

    /** Awaits that the traffic goes on. */
    void awaitMoreSlips() {
        int before = slips.get();
        await().atMost(PATIENCE).until(() -> {
            if (traffic.isDone()) {
                traffic.join();
            }
            return slips.get() > before + 20;
        });
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), SECONDS)
                .join();
    }

    /** Awaits that the nodes find by themselves that so many messages are lost. */
    void awaitImbalance(long expected) {
        long began = System.nanoTime();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(imbalance(first) + imbalance(second)).isEqualTo(expected));
        System.out.println("troupe_ledger_imbalance " + expected + " after "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms, period 1000 ms");
    }

    /** Returns what a node shows at {@code /metrics}. */
    long imbalance(RunningNode node) {
        var found = IMBALANCE.matcher(get(uri(node) + "/metrics"));
        assertThat(found.find()).as("troupe_ledger_imbalance").isTrue();
        return (long) Double.parseDouble(found.group(1));
    }

    /** Asserts what the command line and HTTP say about one tenant and topic type, and that all others balance. */
    void assertOnly(String tenant, String topic, long imbalance, long all) {
        var ran = ledger();
        assertThat(ran.code()).as("%s", ran).isEqualTo(1);
        assertThat(ran.out())
                .anyMatch(line -> line.matches(tenant + " +" + Pattern.quote(topic) + " .* " + imbalance))
                .anyMatch(line -> line.matches("all .* " + all));
        var json = Json.parse(get(uri(first) + "/v1/ledger"), JsonNode.class);
        assertThat(json.path("imbalance").asLong()).isEqualTo(all);
        for (var row : json.path("rows")) {
            boolean isIt = row.path("tenant").asText().equals(tenant)
                    && row.path("topic").asText().equals(topic);
            if (isIt || !row.path("tenant").asText().equals(ACME)) {
                assertThat(row.path("imbalance").asLong()).as("%s", row).isEqualTo(isIt ? imbalance : 0);
            }
        }
    }

    private Ran ledger() {
        return run("ledger");
    }

    /** Runs a command that asks the first node. */
    Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", uri(first), "--wait", "60"));
        return NotesCluster.execute(all);
    }

    private static String uri(RunningNode node) {
        return node.management().orElseThrow().uri();
    }

    private String get(String uri) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        ends = true;
        traffic.exceptionally(thrown -> null).join();
        second.close();
        first.close();
    }
}
