package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.node.config.ConfigCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is the same on all nodes, and stays so until all have been stopped. */
class FixedSettingsIT {
    private static final AgentDefinition<?, ?> IN_MEMORY = CounterAgent.definition();
    private static final AgentDefinition<?, ?> DURABLE =
            CounterAgent.definition().durable();

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void aNodeWithOtherSettingsThanStoredIsRefusedUntilTheyAreForgotten() {
        start("", DURABLE).close();

        assertThatThrownBy(() -> start("cluster.shards = 50, durable.send-buckets = 32, cluster.name = other", DURABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.cluster.name: other (expected: troupe)")
                .hasMessageContaining("troupe.cluster.shards: 50 (expected: 100)")
                .hasMessageContaining("troupe.durable.send-buckets: 32 (expected: 64)")
                .hasMessageContaining("as stored in file " + directory.resolve("store.db"))
                .hasMessageContaining("stop all nodes, then './troupe config forget --yes'");
        start("", DURABLE).close(); // the refused one has changed nothing
        assertThat(forget()).isEqualTo(2);
        assertThat(out.toString()).contains("troupe.cluster.shards = 100").doesNotContain("forgotten");

        assertThat(forget("--yes")).isZero();

        start("cluster.shards = 50", DURABLE).close();
    }

    @Test
    void nothingIsForgottenWhileANodeRuns() {
        try (var node = start("", DURABLE)) {
            int port = Integer.parseInt(node.address().replaceAll(".*:", ""));

            assertThat(forget("--yes", "--set", "troupe.cluster.port=" + port)).isEqualTo(1);
        }
        assertThatThrownBy(() -> start("cluster.shards = 50", DURABLE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeThatWouldJoinWithOtherShardsOrSendBucketsIsRefusedWithoutAStore() {
        try (var first = start("", IN_MEMORY)) {
            for (String other : List.of("cluster.shards = 50", "durable.send-buckets = 32")) {
                assertThatThrownBy(() -> start(other + ", cluster.join = [\"" + first.address() + "\"]", IN_MEMORY))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("troupe." + other)
                        .hasMessageContaining(first.address());
            }

            assertThat(first.status().members()).containsExactly(first.address());
            start("cluster.join = [\"" + first.address() + "\"]", IN_MEMORY).close();
        }
    }

    private ClusterRuntime start(String settings, AgentDefinition<?, ?> definition) {
        return ClusterRuntime.start(
                ConfigFactory.parseString("troupe { cluster.port = 0, store.embedded.file = \""
                        + directory.resolve("store.db") + "\", " + settings + " }"),
                List.of(definition));
    }

    private int forget(String... more) {
        String file = "troupe.store.embedded.file=\"" + directory.resolve("store.db") + "\"";
        var line = new CommandLine(new ConfigCommand()).setOut(new PrintWriter(out, true));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> 1);
        List<String> arguments = new ArrayList<>(List.of("forget", "--set", file, "--set", "troupe.cluster.port=0"));
        arguments.addAll(List.of(more));
        return line.execute(arguments.toArray(String[]::new));
    }
}
