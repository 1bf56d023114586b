package dev.troupe.bench.machines;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;

/** Counts, or passes on. */
final class TallyAgent extends Agent<TallyAgent.Command, TallyAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("tally", Command.class);

    sealed interface Command {}

    record Add(String text) implements Command {}

    record Relay(String text) implements Command {}

    record State(long count) {}

    private TallyAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, TallyAgent::new);
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Add.class, this::onAdd)
                .onMessage(Relay.class, this::onRelay)
                .build();
    }

    private Effect<State> onAdd(State state, Add add) {
        return effects().persist(new State(state.count() + 1));
    }

    private Effect<State> onRelay(State state, Relay relay) {
        return effects().send(TYPE.ref("b"), new Add(relay.text()));
    }
}
