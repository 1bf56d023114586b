package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.message.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the books of two nodes say, asked of one of them. */
class LedgerCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 20;

    @TempDir
    Path directory;

    private record Ran(int code, List<String> out) {}

    @Test
    void saysWhatBecameOfTheMessagesOfAllNodesAndFailsWhereOneIsLost() throws Exception {
        try (var first = node("");
                var second = node("troupe.cluster.join = [\"" + first.runtime().address() + "\"]")) {
            for (int number = 0; number < MESSAGES; number++) {
                pay(number % 2 == 0 ? first : second, "acme/" + number);
            }

            await().atMost(PATIENCE).untilAsserted(() -> {
                var json = Json.parse(run(first, "--json").out().get(0), JsonNode.class);
                assertThat(json.path("nodes")).hasSize(2);
                assertThat(json.path("missing")).isEmpty();
                assertThat(row(json, "acme", "(direct)").path("processed").asInt())
                        .isEqualTo(MESSAGES);
                assertThat(row(json, "acme", "(direct)").path("inFlight").asInt())
                        .isZero();
            });
            var balanced = run(first);
            second.runtime().ledger().onAgent(AgentId.of("till", "acme"), 2);
            var lost = run(first);

            assertThat(balanced.code()).as(balanced.out().toString()).isZero();
            assertThat(balanced.out().get(0)).startsWith("TENANT").endsWith("IMBALANCE");
            assertThat(balanced.out().get(balanced.out().size() - 1)).startsWith("all");
            assertThat(lost.code()).isEqualTo(1);
            assertThat(lost.out()).anyMatch(line -> line.matches("all .* 2"));
            assertThat(lost.out())
                    .contains(second.runtime().address() + ": of 2 messages nobody knows what became of them");
        }
    }

    private RunningNode node(String more) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        return RunningNode.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n" + store + more),
                List.of(TillAgent.definition(1)));
    }

    private static void pay(RunningNode node, String key) throws Exception {
        var receipt = node.runtime()
                .send(TillAgent.TYPE.ref(key), new TillAgent.Pay(1))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(receipt.processed()).as("%s", receipt).isTrue();
    }

    private static JsonNode row(JsonNode ledger, String tenant, String topic) {
        for (var row : ledger.path("rows")) {
            if (row.path("tenant").asText().equals(tenant)
                    && row.path("topic").asText().equals(topic)) {
                return row;
            }
        }
        throw new AssertionError("no row " + tenant + ", " + topic + " in " + ledger);
    }

    private static Ran run(RunningNode node, String... more) {
        var out = new StringWriter();
        var arguments = new ArrayList<>(
                List.of("ledger", "--node", node.management().orElseThrow().uri()));
        arguments.addAll(List.of(more));
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));
        return new Ran(code, out.toString().lines().toList());
    }
}
