package dev.troupe.engine.actor;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRef;
import dev.troupe.engine.TurnContext;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The context of an agent that lives in an actor: it can have a child. */
public final class ActorTurnContext<P> extends TurnContext<P> {
    private final ActorContext<?> actor;

    ActorTurnContext(
            AgentRef<P> self,
            RuntimeCore core,
            ActorContext<AgentActor.Command> actor,
            AgentDefinition<?, ?> definition) {
        super(self, core.clock(), core.blockingExecutor(), core, steps(core, actor.getSelf(), definition));
        this.actor = actor;
    }

    private static Steps steps(RuntimeCore core, ActorRef<AgentActor.Command> agent, AgentDefinition<?, ?> definition) {
        return definition.settings().durable() ? run -> agent.tell(new AgentActor.RunStep(run)) : core.steps();
    }

    /** Starts a child that ends with the agent; if the child ends first, the agent does too, and its messages come again. */
    public <T> ActorRef<T> spawnChild(Behavior<T> behavior) {
        ActorRef<T> child = actor.spawnAnonymous(behavior);
        actor.watch(child); // not handled, so the child's end is the agent's
        return child;
    }
}
