package dev.troupe.gateway.http;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import java.util.List;

/** What of the registrations is shown outside. */
final class Described {
    private Described() {}

    /** Returns what users have registered. */
    static List<AgentDefinition<?, ?>> definitions(AbstractAgentRuntime runtime) {
        return runtime.definitions().stream()
                .filter(definition -> !isReserved(definition.type().name()))
                .toList();
    }

    static List<String> types(AbstractAgentRuntime runtime) {
        return definitions(runtime).stream()
                .map(definition -> definition.type().name())
                .sorted()
                .toList();
    }

    /** Tells whether a type is of the runtime itself: nobody outside may send to it. */
    static boolean isReserved(String agentType) {
        return agentType.startsWith("troupe.");
    }
}
