package dev.troupe.bench;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;

/** Is asked, counts and answers: what a participant of a team costs without chat. */
final class PartnerAgent extends Agent<PartnerAgent.Command, PartnerAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("partner", Command.class);

    sealed interface Command {}

    record Say(String text) implements Command, Request<Said> {}

    record Said(String text) {}

    record State(long count) {}

    private final TurnClock clock;

    private PartnerAgent(AgentContext<Command> context, TurnClock clock) {
        super(context);
        this.clock = clock;
    }

    /** @param clock is told of each turn */
    static AgentDefinition<Command, State> definition(TurnClock clock) {
        return AgentDefinition.of(TYPE, State.class, context -> new PartnerAgent(context, clock))
                .withMessages(Said.class);
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onRequest(Say.class, this::onSay).build();
    }

    private ReplyEffect<State, Said> onSay(State state, Say say, ReplyTo<Said> replyTo) {
        clock.turn(context().self().key());
        return effects().persist(new State(state.count() + 1)).thenReply(new Said(say.text()));
    }
}
