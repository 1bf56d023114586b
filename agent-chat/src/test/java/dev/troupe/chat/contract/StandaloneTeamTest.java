package dev.troupe.chat.contract;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.standalone.StandaloneRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The teams keep their promises in one process. */
class StandaloneTeamTest {

    @Nested
    class InMemory extends OneProcess {
        InMemory() {
            super(false);
        }
    }

    @Nested
    class Durable extends OneProcess {
        Durable() {
            super(true);
        }
    }

    abstract static class OneProcess extends TeamContract {
        private final StandaloneRuntime runtime;

        OneProcess(boolean durable) {
            runtime = StandaloneRuntime.start(ContractTeams.definitions().stream()
                    .map(each -> durable ? each.durable() : each)
                    .toArray(AgentDefinition<?, ?>[]::new));
        }

        @Override
        protected AgentRuntime runtime() {
            return runtime;
        }

        @AfterEach
        void stop() {
            runtime.close();
        }
    }
}
