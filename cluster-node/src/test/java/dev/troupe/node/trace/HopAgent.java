package dev.troupe.node.trace;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.time.Duration;
import java.util.List;

/** Passes on what it gets to the next of a path: by asking for it while it waits, or by telling. */
final class HopAgent extends Agent<HopAgent.Command, HopAgent.Hops> {
    static final AgentType<Command> TYPE = AgentType.of("hop", Command.class);
    static final AgentType<Command> DURABLE = AgentType.of("stored-hop", Command.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    sealed interface Command {}

    @MessageName("hop.Ask")
    record Ask(List<String> path) implements Command, Request<Arrived> {}

    @MessageName("hop.Tell")
    record Tell(List<String> path) implements Command {}

    record Arrived(int hops) {}

    record Hops(int number) {}

    private final AgentType<Command> type;

    private HopAgent(AgentContext<Command> context, AgentType<Command> type) {
        super(context);
        this.type = type;
    }

    static AgentDefinition<Command, Hops> definition() {
        return AgentDefinition.of(TYPE, Hops.class, context -> new HopAgent(context, TYPE))
                .withMessages(Arrived.class);
    }

    static AgentDefinition<Command, Hops> durable() {
        return AgentDefinition.of(DURABLE, Hops.class, context -> new HopAgent(context, DURABLE))
                .durable();
    }

    @Override
    protected Hops emptyState() {
        return new Hops(0);
    }

    @Override
    protected Handlers<Command, Hops> handlers() {
        return newHandlersBuilder()
                .onRequest(Ask.class, this::onAsk)
                .onMessage(Tell.class, this::onTell)
                .build();
    }

    private ReplyEffect<Hops, Arrived> onAsk(Hops state, Ask ask, ReplyTo<Arrived> replyTo) {
        if (ask.path().isEmpty()) {
            return effects().thenReply(new Arrived(1));
        }
        return awaitReply(context()
                .ask(type.ref(ask.path().get(0)), new Ask(rest(ask.path())), TIMEOUT)
                .thenApply(arrived -> effects().thenReply(new Arrived(arrived.hops() + 1))));
    }

    private Effect<Hops> onTell(Hops state, Tell tell) {
        var counted = effects().persist(new Hops(state.number() + 1));
        return tell.path().isEmpty()
                ? counted
                : counted.send(type.ref(tell.path().get(0)), new Tell(rest(tell.path())));
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }
}
