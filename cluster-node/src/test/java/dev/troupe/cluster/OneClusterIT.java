package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that would begin a second cluster on the store of the first. */
class OneClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final AgentDefinition<?, ?> DURABLE =
            CounterAgent.definition().durable();

    private final List<ClusterRuntime> nodes = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void closeNodes() {
        for (int last = nodes.size() - 1; last >= 0; last--) {
            nodes.get(last).close();
        }
    }

    @Test
    void aNodeThatNamesNoOtherIsRefusedWhileAClusterUsesTheStore() {
        var first = start("");

        assertThatThrownBy(() -> start(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("start: a cluster uses file " + directory.resolve("store.db") + " already, with "
                        + first.address() + " (expected: none, since this node is to begin one; let it join: --join "
                        + first.address() + ")");

        assertThat(first.members()).hasSize(1);
        assertThat(start("\"" + first.address() + "\"").members()).hasSize(2);
    }

    @Test
    void theFirstNodeThatComesAgainIsRefused() throws Exception {
        var first = start("");
        var second = start("\"" + first.address() + "\"");
        nodes.remove(first);
        first.close();

        assertThatThrownBy(() -> start(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--join " + second.address());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sign()).contains(second.address()));
    }

    @Test
    void nobodyWaitsForAClusterThatHasEndedInOrder() throws Exception {
        start("").close();
        nodes.clear();

        assertThat(sign()).isEmpty();
        start("");
    }

    @Test
    void oneNodeBeginsAnotherClusterWhereOneWasKilled() throws Exception {
        start("").close();
        nodes.clear();
        execute("INSERT INTO troupe_cluster (id, node, beat) VALUES (1, 'gone:1', 7)");
        var threads = Executors.newFixedThreadPool(3);
        List<CompletableFuture<ClusterRuntime>> starting = new ArrayList<>();
        try {
            for (int node = 0; node < 3; node++) {
                starting.add(CompletableFuture.supplyAsync(() -> node(""), threads));
            }

            var started = starting.stream().map(OneClusterIT::end).toList();

            assertThat(started).filteredOn(Optional::isPresent).hasSize(1);
            started.forEach(node -> node.ifPresent(nodes::add));
        } finally {
            threads.shutdown();
        }
        assertThat(starting)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .allSatisfy(refused ->
                        assertThatThrownBy(refused::join).hasCauseInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void theFirstOfTheSeedsJoinsTheOthersInsteadOfBeginning() throws Exception {
        var first = start("");
        int port = freePort();

        var back = start("\"127.0.0.1:" + port + "\", \"" + first.address() + "\"", "cluster.port = " + port);

        assertThat(back.members()).extracting(ClusterMember::node).contains(first.address());
    }

    @Test
    void theFirstOfTheSeedsJoinsTheClusterThoughNoOtherSeedAnswers() throws Exception {
        var first = start("");
        int port = freePort();
        String nobody = "127.0.0.1:" + freePort();

        var back = start("\"127.0.0.1:" + port + "\", \"" + nobody + "\"", "cluster.port = " + port);

        assertThat(back.members()).extracting(ClusterMember::node).contains(first.address());
    }

    @Test
    void whoeverBeginsSaysSoBeforeItIsAMember() throws Exception {
        int port = freePort();
        String nobody = "127.0.0.1:" + freePort();
        // Pekko asks the other seeds for 5 seconds before it lets the first one begin.
        var slow = CompletableFuture.supplyAsync(
                () -> node("\"127.0.0.1:" + port + "\", \"" + nobody + "\"", "cluster.port = " + port));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> sign().isPresent());

        assertThatThrownBy(() -> start(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--join 127.0.0.1:" + port);

        nodes.add(slow.get(1, TimeUnit.MINUTES));
    }

    private static Optional<ClusterRuntime> end(CompletableFuture<ClusterRuntime> starting) {
        try {
            return Optional.of(starting.join());
        } catch (CompletionException refused) {
            return Optional.empty();
        }
    }

    private ClusterRuntime start(String join, String... more) {
        var node = node(join, more);
        nodes.add(node);
        return node;
    }

    private ClusterRuntime node(String join, String... more) {
        var config = ConfigFactory.parseString("troupe { " + String.join(", ", more) + " }")
                .withFallback(ConfigFactory.parseString("troupe { cluster { port = 0, join = [" + join
                        + "] }, store.embedded.file = \"" + directory.resolve("store.db") + "\" }"));
        return ClusterRuntime.start(config, List.of(DURABLE));
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Optional<String> sign() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT node FROM troupe_cluster")) {
            return rows.next() ? Optional.of(Objects.requireNonNull(rows.getString(1))) : Optional.empty();
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
