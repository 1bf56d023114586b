package dev.troupe.versions;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.List;

/** The agents of one version. */
public final class StockModule implements AgentModule {
    @Override
    public String name() {
        return "stock";
    }

    @Override
    public List<AgentDefinition<?, ?>> definitions() {
        return List.of(StockAgent.definition(), BookAgent.definition());
    }
}
