package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.testkit.RuntimeUnderTest;
import dev.troupe.testkit.TopicContract;
import java.util.List;

/** Both contracts on a cluster of two nodes. */
class ClusterContractIT extends TopicContract {
    @Override
    protected RuntimeUnderTest start(Config overrides, AgentDefinition<?, ?>... definitions) {
        var first = start(overrides, "", definitions);
        var second = start(overrides, "\"" + first.address() + "\"", definitions);
        return new RuntimeUnderTest(first, second, () -> {
            second.close();
            first.close();
        });
    }

    private static ClusterRuntime start(Config overrides, String join, AgentDefinition<?, ?>... definitions) {
        var local = ConfigFactory.parseString("troupe.cluster { port = 0, join = [" + join + "], drain-timeout = 3s }");
        return ClusterRuntime.start(overrides.withFallback(local), List.of(definitions));
    }
}
