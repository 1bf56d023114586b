package dev.troupe.agent;

import java.util.List;

/**
 * A named set of agent types that a runnable node can load: list the implementation in
 * {@code META-INF/services/dev.troupe.agent.AgentModule} and put its jar on the class path of the node.
 */
public interface AgentModule {
    /** Returns the name by which a node selects the module, for example {@code triage}. */
    String name();

    /** Returns the definitions. Called once per node; must not load anything that only hosting an agent needs. */
    List<AgentDefinition<?, ?>> definitions();
}
