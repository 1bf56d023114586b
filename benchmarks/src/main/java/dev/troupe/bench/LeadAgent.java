package dev.troupe.bench;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks its partner again and again: what a team costs without chat. */
final class LeadAgent extends Agent<LeadAgent.Command, LeadAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("lead", Command.class);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    sealed interface Command {}

    /** @param turns how often to ask */
    record Converse(String text, int turns) implements Command, Request<Ended> {}

    record Ended() {}

    /**
     * How far it is.
     *
     * @param replyTo who waits for the end; null if nobody does
     * @param left how often it will ask
     */
    record State(@Nullable ReplyTo<Ended> replyTo, int left) {}

    private LeadAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, LeadAgent::new).withMessages(Ended.class);
    }

    @Override
    protected State emptyState() {
        return new State(null, 0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Converse.class, this::onConverse)
                .onReply(PartnerAgent.Say.class, this::onSaid)
                .onFailure(PartnerAgent.Say.class, this::onFailed)
                .build();
    }

    private ReplyEffect<State, Ended> onConverse(State state, Converse converse, ReplyTo<Ended> replyTo) {
        return ask(new State(replyTo, converse.turns()), converse.text()).thenDeferReply();
    }

    private Effect<State> onSaid(State state, PartnerAgent.Say asked, PartnerAgent.Said said) {
        return state.left() == 0
                ? effects().persist(emptyState()).reply(waiting(state), new Ended())
                : ask(state, said.text());
    }

    private Effect<State> onFailed(State state, PartnerAgent.Say asked, Failure failure) {
        return effects().persist(emptyState()).reject(waiting(state), failure);
    }

    private EffectBuilder<State> ask(State state, String text) {
        return effects()
                .persist(new State(state.replyTo(), state.left() - 1))
                .ask(PartnerAgent.TYPE.ref(context().self().key()), new PartnerAgent.Say(text), PATIENCE);
    }

    private static ReplyTo<Ended> waiting(State state) {
        return requireNonNull(state.replyTo(), "replyTo");
    }
}
