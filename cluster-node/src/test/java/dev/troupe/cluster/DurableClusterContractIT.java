package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.testkit.DurableSendContract;
import dev.troupe.testkit.RuntimeUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Durable sends, and durable agents, which promise on a cluster all that others do. */
class DurableClusterContractIT extends DurableSendContract {
    @TempDir
    Path directory;

    @Override
    protected <P, S> AgentDefinition<P, S> variant(AgentDefinition<P, S> definition) {
        return definition.durable();
    }

    @Override
    protected RuntimeUnderTest start(Config overrides, AgentDefinition<?, ?>... definitions) {
        var durable = Stream.of(definitions).map(this::variant).toList();
        String file = directory.resolve(UUID.randomUUID() + ".db").toString();
        var first = start(overrides, file, "", durable);
        var second = start(overrides, file, "\"" + first.address() + "\"", durable);
        return new RuntimeUnderTest(first, second, () -> {
            second.close();
            first.close();
        });
    }

    private static ClusterRuntime start(
            Config overrides, String file, String join, List<? extends AgentDefinition<?, ?>> definitions) {
        var local = ConfigFactory.parseString("troupe.cluster { port = 0, join = [" + join + "], drain-timeout = 3s }");
        var store = ConfigFactory.parseString("troupe.store.embedded.file = \"" + file + "\"");
        return ClusterRuntime.start(overrides.withFallback(local).withFallback(store), definitions);
    }
}
