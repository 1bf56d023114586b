package dev.troupe.testkit;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.Subscription;

/** Hears what the {@link ProbeAgent} hears, so that one event has two recipients; keeps nothing. */
final class WitnessAgent extends Agent<WitnessAgent.Command, WitnessAgent.State> {
    sealed interface Command {}

    record Seen(String what) implements Command {}

    record State() {}

    private WitnessAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(AgentType.of("witness", Command.class), State.class, WitnessAgent::new)
                .withSubscription(
                        Subscription.to(ProbeAgent.TOPIC, ProbeAgent.Happened.class, event -> new Seen(event.what())));
    }

    @Override
    protected State emptyState() {
        return new State();
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onMessage(Seen.class, this::onSeen).build();
    }

    private Effect<State> onSeen(State state, Seen seen) {
        return effects();
    }
}
