package dev.troupe.node;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.List;

/** The code of {@link TillAgent} as it was, and as it is. */
public final class TillModules {
    private TillModules() {}

    /** Takes a fee of 2. */
    public static final class Then implements AgentModule {
        @Override
        public String name() {
            return "till-then";
        }

        @Override
        public List<AgentDefinition<?, ?>> definitions() {
            return List.of(TillAgent.definition(2));
        }
    }

    /** Takes a fee of 3. */
    public static final class Today implements AgentModule {
        @Override
        public String name() {
            return "till-today";
        }

        @Override
        public List<AgentDefinition<?, ?>> definitions() {
            return List.of(TillAgent.definition(3));
        }
    }
}
