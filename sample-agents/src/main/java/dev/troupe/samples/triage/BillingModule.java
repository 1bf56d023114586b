package dev.troupe.samples.triage;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.List;

/** Billing, which only the nodes know that join for it. */
public final class BillingModule implements AgentModule {
    @Override
    public String name() {
        return "billing";
    }

    @Override
    public List<AgentDefinition<?, ?>> definitions() {
        return List.of(BillingAgent.definition());
    }
}
