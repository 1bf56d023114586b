package dev.troupe.node.metrics;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import java.util.concurrent.CompletableFuture;

/** Does what is measured: passes, fails, awaits, or keeps its thread. */
final class MeterAgent extends Agent<MeterAgent.Command, MeterAgent.Seen> {
    static final AgentType<Command> TYPE = AgentType.of("meter", Command.class);

    sealed interface Command {}

    record Pass() implements Command {}

    record Fail() implements Command {}

    /** Awaits the gate; others are accepted meanwhile. */
    record Await() implements Command {}

    /** Keeps the agent's thread until the gate opens; nothing is accepted meanwhile. */
    record Block() implements Command {}

    record Seen(int messages) {}

    private final CompletableFuture<Void> gate;

    private MeterAgent(AgentContext<Command> context, CompletableFuture<Void> gate) {
        super(context);
        this.gate = gate;
    }

    static AgentDefinition<Command, Seen> definition(CompletableFuture<Void> gate) {
        return AgentDefinition.of(TYPE, Seen.class, context -> new MeterAgent(context, gate))
                .durable();
    }

    @Override
    protected Seen emptyState() {
        return new Seen(0);
    }

    @Override
    protected Handlers<Command, Seen> handlers() {
        return newHandlersBuilder()
                .onMessage(Pass.class, (state, pass) -> next(state))
                .onMessage(Fail.class, (state, fail) -> {
                    throw new IllegalStateException("as told");
                })
                .onMessage(Await.class, (state, wait) -> await(gate.thenApply(open -> next(state))))
                .onMessage(Block.class, (state, block) -> {
                    gate.join();
                    return next(state);
                })
                .build();
    }

    private Effect<Seen> next(Seen state) {
        return effects().persist(new Seen(state.messages() + 1));
    }
}
