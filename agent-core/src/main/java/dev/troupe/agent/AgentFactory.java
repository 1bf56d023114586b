package dev.troupe.agent;

/** Makes the agent that a context describes: usually its constructor. Called once per activation. */
@FunctionalInterface
public interface AgentFactory<P, S> {
    Agent<P, S> create(AgentContext<P> context);
}
