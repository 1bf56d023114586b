package dev.troupe.bench;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.util.List;
import java.util.stream.IntStream;

/** Counts what it hears. One event reaches one agent of each type, so many subscribers are many types. */
final class HearerAgent extends Agent<HearerAgent.Command, HearerAgent.State> {
    static final TopicId TOPIC = TopicId.of("load", "all");

    sealed interface Command {}

    @MessageName("bench.Heard")
    record Heard(String text) implements Command {}

    record State(long count) {}

    private HearerAgent(AgentContext<Command> context) {
        super(context);
    }

    static List<AgentDefinition<Command, State>> definitions(int types) {
        return IntStream.range(0, types).mapToObj(HearerAgent::definition).toList();
    }

    private static AgentDefinition<Command, State> definition(int number) {
        return AgentDefinition.of(AgentType.of("hearer-" + number, Command.class), State.class, HearerAgent::new)
                .withSubscription(Subscription.to(TOPIC.type(), Heard.class))
                .withRole(SinkAgent.ROLE);
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onMessage(Heard.class, this::onHeard).build();
    }

    private Effect<State> onHeard(State state, Heard heard) {
        return effects().persist(new State(state.count() + 1));
    }
}
