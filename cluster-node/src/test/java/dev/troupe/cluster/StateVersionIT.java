package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of one program, one after the other on the same store. */
class StateVersionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    @Test
    void bringsAnOldStateIntoTheNewFormOrLeavesItAsItIs() throws Exception {
        var first = CounterAgent.definition().durable();
        try (var node = start(first)) {
            for (int number = 1; number <= 3; number++) {
                var add = new CounterAgent.Add(number);
                var receipt = node.send(CounterAgent.TYPE.ref("a"), add).toCompletableFuture();
                assertThat(receipt.get().processed()).isTrue();
            }
        }
        var forgetful = first.withStateVersion(2, (version, json) -> {
            throw new IllegalArgumentException("version " + version + " (expected: 2)");
        });
        try (var node = start(forgetful)) {
            assertThatThrownBy(() -> numbers(node, IMPATIENCE))
                    .isInstanceOfSatisfying(
                            ExecutionException.class,
                            e -> assertThat(((AgentException) e.getCause())
                                            .failure()
                                            .kind())
                                    .isEqualTo(Failure.Kind.TIMEOUT));
        }
        var careful = first.withStateVersion(3, (version, json) -> json.replace("[", "[" + version + "00,"));
        try (var node = start(careful)) {
            assertThat(numbers(node, PATIENCE)).containsExactly(100, 1, 2, 3);
        }
    }

    private ClusterRuntime start(AgentDefinition<?, ?> definition) {
        var config = ConfigFactory.parseString(
                "troupe { cluster.port = 0, store.embedded.file = \"" + directory.resolve("store.db") + "\" }");
        return ClusterRuntime.start(config, List.of(definition));
    }

    private static List<Integer> numbers(ClusterRuntime node, Duration timeout) throws Exception {
        return node.ask(CounterAgent.TYPE.ref("a"), new CounterAgent.Get(), timeout)
                .toCompletableFuture()
                .get()
                .numbers();
    }
}
