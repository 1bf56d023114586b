package dev.troupe.testkit;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.standalone.StandaloneRuntime;
import java.util.stream.Stream;

/** Durable sends, and durable agents, which promise all that others do. */
class DurableStandaloneContractTest extends DurableSendContract {
    @Override
    protected <P, S> AgentDefinition<P, S> variant(AgentDefinition<P, S> definition) {
        return definition.durable();
    }

    @Override
    protected RuntimeUnderTest start(Config overrides, AgentDefinition<?, ?>... definitions) {
        var durable = Stream.of(definitions).map(this::variant).toArray(AgentDefinition<?, ?>[]::new);
        var runtime = StandaloneRuntime.start(overrides, durable);
        return new RuntimeUnderTest(runtime, runtime, runtime::close);
    }
}
