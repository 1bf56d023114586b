package dev.troupe.multinode;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.util.List;

/** Answers a Ping as the Python agent of the tests does; the names of its messages are those of the Python classes. */
final class EchoAgent extends Agent<EchoAgent.Command, EchoAgent.None> {
    static final AgentType<Command> TYPE = AgentType.of("java-echo", Command.class);

    sealed interface Command {}

    @MessageName("Ping")
    record Ping(String text) implements Command, Request<Pong> {}

    @MessageName("Pong")
    record Pong(String text, String by) {}

    record None() {}

    private EchoAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, None> definition() {
        return AgentDefinition.of(TYPE, None.class, EchoAgent::new).withMessages(Pong.class);
    }

    @Override
    protected None emptyState() {
        return new None();
    }

    @Override
    protected Handlers<Command, None> handlers() {
        return newHandlersBuilder().onRequest(Ping.class, this::onPing).build();
    }

    private ReplyEffect<None, Pong> onPing(None state, Ping ping, ReplyTo<Pong> replyTo) {
        return ping.text().equals("fail")
                ? effects().thenReject(Failure.rejected("as told"))
                : effects()
                        .thenReply(new Pong(ping.text(), context().self().id().toString()));
    }

    /** For nodes that are started by the command line. */
    public static final class Module implements AgentModule {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public List<AgentDefinition<?, ?>> definitions() {
            return List.of(definition());
        }
    }
}
