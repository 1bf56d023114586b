package dev.troupe.gateway.worker;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;

/** Answers a Ping as the Python agent of the tests does; the names are those of its classes. */
final class JavaEcho extends Agent<JavaEcho.Command, JavaEcho.None> {
    static final AgentType<Command> TYPE = AgentType.of("java-echo", Command.class);

    sealed interface Command {}

    @MessageName("Ping")
    record Ping(String text) implements Command, Request<Pong> {}

    @MessageName("Pong")
    record Pong(String text, String by) {}

    record None() {}

    private JavaEcho(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, None> definition() {
        return AgentDefinition.of(TYPE, None.class, JavaEcho::new).withMessages(Pong.class);
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
}
