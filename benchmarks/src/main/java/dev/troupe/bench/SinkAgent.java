package dev.troupe.bench;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;

/** Counts what it gets. */
final class SinkAgent extends Agent<SinkAgent.Command, SinkAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("sink", Command.class);
    /** The role of nodes that host agents. */
    static final String ROLE = "host";

    sealed interface Command {}

    record Put(String text) implements Command {}

    record Ask(String text) implements Command, Request<Done> {}

    /** Asks for the process that the agent lives in. */
    record Where() implements Command, Request<Done> {}

    record Done(String text) {}

    record State(long count) {}

    private final String home;

    private SinkAgent(AgentContext<Command> context, String home) {
        super(context);
        this.home = home;
    }

    static AgentDefinition<Command, State> definition() {
        String home = Long.toString(ProcessHandle.current().pid());
        return AgentDefinition.of(TYPE, State.class, context -> new SinkAgent(context, home))
                .withMessages(Done.class)
                .withRole(ROLE);
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Put.class, this::onPut)
                .onRequest(Ask.class, this::onAsk)
                .onRequest(Where.class, this::onWhere)
                .build();
    }

    private Effect<State> onPut(State state, Put put) {
        return effects().persist(new State(state.count() + 1));
    }

    private ReplyEffect<State, Done> onAsk(State state, Ask ask, ReplyTo<Done> replyTo) {
        return effects().thenReply(new Done(ask.text()));
    }

    private ReplyEffect<State, Done> onWhere(State state, Where where, ReplyTo<Done> replyTo) {
        return effects().thenReply(new Done(home));
    }
}
