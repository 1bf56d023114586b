package dev.troupe.bench;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;

/** Counts what it gets, durably, and passes copies of it on to agents in memory. */
final class LedgerAgent extends Agent<LedgerAgent.Command, LedgerAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("ledger", Command.class);

    sealed interface Command {}

    /** @param copies to pass on */
    record Put(String text, int copies) implements Command {}

    record State(long count) {}

    private LedgerAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, LedgerAgent::new)
                .withRole(SinkAgent.ROLE)
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onMessage(Put.class, this::onPut).build();
    }

    private Effect<State> onPut(State state, Put put) {
        var effect = effects().persist(new State(state.count() + 1));
        for (int copy = 0; copy < put.copies(); copy++) {
            effect =
                    effect.send(SinkAgent.TYPE.ref(context().self().key() + "-" + copy), new SinkAgent.Put(put.text()));
        }
        return effect;
    }
}
