package dev.troupe.testkit;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.standalone.StandaloneRuntime;

/** Both contracts, since the topic one includes the other. */
class StandaloneContractTest extends TopicContract {
    @Override
    protected RuntimeUnderTest start(Config overrides, AgentDefinition<?, ?>... definitions) {
        var runtime = StandaloneRuntime.start(overrides, definitions);
        return new RuntimeUnderTest(runtime, runtime, runtime::close);
    }
}
