package dev.troupe.testkit.simulation;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Pays money back: charges a provider outside, marks the refund as paid, and notifies the customer's agent. */
final class RefundAgent extends Agent<RefundAgent.Command, RefundAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("refund", Command.class);

    sealed interface Command {}

    /** @param once whether the provider would charge a second time for the same key */
    record Refund(String id, boolean once) implements Command {}

    record Notify(String id) implements Command {}

    /** What the provider has answered. */
    record Charge(String number) {}

    record State(List<String> paid, List<String> notified) {}

    /** The provider, by refund and key. */
    private final BinaryOperator<String> provider;

    private RefundAgent(AgentContext<Command> context, BinaryOperator<String> provider) {
        super(context);
        this.provider = provider;
    }

    static AgentDefinition<Command, State> definition(BinaryOperator<String> provider) {
        return AgentDefinition.of(TYPE, State.class, context -> new RefundAgent(context, provider))
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(List.of(), List.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Refund.class, this::onRefund)
                .onMessage(Notify.class, this::onNotify)
                .build();
    }

    private Effect<State> onRefund(State state, Refund refund) {
        var step = refund.once() ? Step.once("charge") : Step.repeatable("charge");
        return await(context()
                .step(step, Charge.class, key -> new Charge(provider.apply(refund.id(), key)))
                .thenApply(charge -> effects()
                        .persist(new State(plus(state.paid(), refund.id()), state.notified()))
                        .send(TYPE.ref("customer"), new Notify(refund.id()))));
    }

    private Effect<State> onNotify(State state, Notify notify) {
        return effects().persist(new State(state.paid(), plus(state.notified(), notify.id())));
    }

    private static List<String> plus(List<String> list, String one) {
        List<String> more = new ArrayList<>(list);
        more.add(one);
        return List.copyOf(more);
    }
}
