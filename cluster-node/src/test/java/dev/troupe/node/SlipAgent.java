package dev.troupe.node;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.Subscription;

/** Counts slips, sent to it or published. */
final class SlipAgent extends Agent<SlipAgent.Command, SlipAgent.Count> {
    static final AgentType<Command> TYPE = AgentType.of("slip", Command.class);
    static final String TOPIC = "slips";

    sealed interface Command {}

    record Slip(int number) implements Command {}

    record Count(int slips) {}

    private SlipAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, Count> definition() {
        return AgentDefinition.of(TYPE, Count.class, SlipAgent::new)
                .withSubscription(Subscription.to(TOPIC, Slip.class));
    }

    @Override
    protected Count emptyState() {
        return new Count(0);
    }

    @Override
    protected Handlers<Command, Count> handlers() {
        return newHandlersBuilder()
                .onMessage(Slip.class, (count, slip) -> effects().persist(new Count(count.slips() + 1)))
                .build();
    }
}
