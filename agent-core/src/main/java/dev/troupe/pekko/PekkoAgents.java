package dev.troupe.pekko;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Makes agents of plain Pekko behaviors. Such an agent is addressed, receipted, bounded and placed like any other, but
 * it has no turns: messages come at least once, one at a time, and what it does before it confirms may happen again.
 */
public final class PekkoAgents {
    private PekkoAgents() {}

    /** The state of a behavior is its own; the runtime sees none. */
    public record None() {}

    /**
     * Defines an agent type whose agents are behaviors.
     *
     * @param behavior makes the behavior of one agent; called once per activation
     */
    public static <P> AgentDefinition<P, None> of(
            AgentType<P> type, Function<AgentContext<P>, Behavior<Delivery<P>>> behavior) {
        return AgentDefinition.of(type, None.class, context -> new BehaviorAgent<>(context, behavior.apply(context)));
    }
}
