package dev.troupe.cluster;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Remembers the numbers it was told, in order. */
final class CounterAgent extends Agent<CounterAgent.Command, CounterAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("counter", Command.class);

    sealed interface Command {}

    record Add(int number) implements Command {}

    /** Adds once something has come that the turn waits for. */
    record AddLater(int number) implements Command {}

    record Get() implements Command, Request<Numbers> {}

    record Numbers(List<Integer> numbers) {}

    record State(List<Integer> numbers) {}

    private CounterAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, CounterAgent::new)
                .withMessages(Numbers.class)
                .withSubscription(Subscription.to("numbers", Add.class));
    }

    @Override
    protected State emptyState() {
        return new State(List.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Add.class, this::onAdd)
                .onMessage(
                        AddLater.class,
                        (state, add) -> await(CompletableFuture.completedFuture(onAdd(state, new Add(add.number())))))
                .onRequest(Get.class, this::onGet)
                .build();
    }

    private Effect<State> onAdd(State state, Add add) {
        List<Integer> more = new ArrayList<>(state.numbers());
        more.add(add.number());
        return effects().persist(new State(List.copyOf(more)));
    }

    private ReplyEffect<State, Numbers> onGet(State state, Get get, ReplyTo<Numbers> replyTo) {
        return effects().thenReply(new Numbers(state.numbers()));
    }
}
