package dev.troupe.bench;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The baseline: one agent asks another so many times, on the same runtime. */
record BareTalk(AgentRuntime runtime, TurnClock clock, int turns) implements Talk {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    static List<AgentDefinition<?, ?>> definitions(TurnClock clock, boolean durable) {
        var lead = LeadAgent.definition();
        var partner = PartnerAgent.definition(clock);
        return durable ? List.of(lead.durable(), partner.durable()) : List.of(lead, partner);
    }

    @Override
    public CompletionStage<?> converse(String key) {
        return runtime.ask(LeadAgent.TYPE.ref(key), new LeadAgent.Converse(TEXT, turns), PATIENCE);
    }
}
