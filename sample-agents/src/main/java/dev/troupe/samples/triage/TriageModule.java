package dev.troupe.samples.triage;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.List;

/** The agent types that every node of the triage system knows. */
public final class TriageModule implements AgentModule {
    @Override
    public String name() {
        return "triage";
    }

    @Override
    public List<AgentDefinition<?, ?>> definitions() {
        return List.of(
                TriageAgent.definition(),
                ResearchAgent.definition(ConfigFactory.load()),
                PolicyAgent.definition(),
                AuditAgent.definition());
    }
}
