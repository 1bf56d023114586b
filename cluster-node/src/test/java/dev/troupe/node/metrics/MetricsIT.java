package dev.troupe.node.metrics;

import static dev.troupe.node.metrics.MeteredNode.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes count, and who may read it. */
class MetricsIT {
    private static final String TYPE = "agent_type=meter";

    @TempDir
    private Path directory;

    @Test
    void showsWhatHappens() throws Exception {
        try (var node = new MeteredNode(directory, "")) {
            var before = node.scrape();
            node.provoke();

            var held = node.scrape();
            assertThat(before.sum("troupe_turns_total", TYPE, "end=applied")).isZero();
            assertThat(held.sum("troupe_turns_total", TYPE, "end=applied")).isEqualTo(1);
            assertThat(held.sum("troupe_turns_total", TYPE, "end=given_up")).isEqualTo(1);
            assertThat(held.sum("troupe_turn_seconds_count", TYPE)).isEqualTo(2);
            assertThat(held.sum("troupe_dead_letters_total", "kind=handler_error"))
                    .isEqualTo(1);
            assertThat(held.sum("troupe_messages_rejected_total")).isEqualTo(2);
            assertThat(held.sum("troupe_pending_messages", TYPE)).isEqualTo(MeteredNode.MAX_PENDING + 1);
            assertThat(held.sum("troupe_pending_oldest_seconds", TYPE)).isPositive();
            assertThat(held.sum("troupe_messages_resent_total")).isPositive();
            assertThat(held.sum("troupe_active_agents", TYPE)).isEqualTo(4);
            assertThat(held.sum("troupe_agent_activations_total")).isEqualTo(4);
            assertThat(held.sum("troupe_journal_write_seconds_count")).isPositive();
            assertThat(held.sum("troupe_http_requests_total", "door=management", "result=done"))
                    .isPositive();
            assertThat(held.sum("troupe_cluster_members")).isEqualTo(1);
            assertThat(held.sum("jvm_memory_used_bytes")).isPositive();

            node.gate.complete(null);
            await().atMost(PATIENCE).untilAsserted(() -> {
                var after = node.scrape();
                assertThat(after.sum("troupe_pending_messages")).isZero();
                assertThat(after.sum("troupe_silent_recipients")).isZero();
                assertThat(after.sum("troupe_messages_duplicate_total")).isPositive();
                assertThat(after.sum("troupe_stalls_total")).isPositive();
                assertThat(after.sum("troupe_stall_seconds_total")).isPositive();
                assertThat(after.sum("troupe_turns_total", TYPE, "end=applied")).isEqualTo(MeteredNode.MAX_PENDING + 2);
            });
        }
    }

    @Test
    void areForThoseWithATokenUnlessTheyAreOpenToEverybody() throws Exception {
        String tokens = tokens();
        try (var node = new MeteredNode(directory, tokens)) {
            assertThat(node.get("/metrics", "").statusCode()).isEqualTo(401);
            assertThat(node.get("/metrics", "reader").statusCode()).isEqualTo(403);
            assertThat(node.get("/metrics", "operator").statusCode()).isEqualTo(200);
        }
        String open = "troupe.management.metrics { open = on, agent-types = 1 }\n";
        try (var node = new MeteredNode(directory, tokens + open)) {
            assertThat(node.get("/metrics", "").statusCode()).isEqualTo(200);
            assertThat(node.get("/v1/cluster", "").statusCode()).as("all else").isEqualTo(401);

            node.send("passes", new MeterAgent.Pass());
            assertThat(node.scrape().valuesOf("agent_type"))
                    .as("of meter, and of what keeps durable sends")
                    .hasSize(2)
                    .contains("other");
        }
    }

    @Test
    void areNotThereWhereTheyAreOff() throws Exception {
        try (var node = new MeteredNode(directory, "troupe.management.metrics.enabled = off\n")) {
            assertThat(node.get("/metrics", "").statusCode()).isEqualTo(404);
            assertThat(node.node.metrics()).isEmpty();
        }
    }

    private String tokens() throws Exception {
        var file = Files.writeString(
                directory.resolve("tokens.conf"), """
                tokens = [
                  { name = reader, sha256 = "%s", agents = ["*"], topics = ["*"], allow = [read] }
                  { name = operator, sha256 = "%s", agents = [], topics = [], allow = [read, admin] }
                ]
                """.formatted(sha256("reader"), sha256("operator")));
        return "troupe.gateway.auth.tokens-file = \"" + file + "\"\n";
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
