package dev.troupe.samples.triage;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import dev.troupe.engine.config.SettingsLayers;
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
                ResearchAgent.definition(SettingsLayers.application()),
                PolicyAgent.definition(),
                AuditAgent.definition());
    }
}
