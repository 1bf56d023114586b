package dev.troupe.testkit.simulation;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.time.Duration;

/** Awaits the answer of the next one in a chain before it answers itself. */
final class ChainAgent extends Agent<ChainAgent.Command, ChainAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("chain", Command.class);
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    sealed interface Command {}

    /** Is answered with {@code links}, after as many others. */
    record Pull(int links) implements Command, Request<Pulled> {}

    record Pulled(int links) {}

    record State(int pulled) {}

    private ChainAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, ChainAgent::new).withMessages(Pulled.class);
    }

    @Override
    protected State emptyState() {
        return new State(0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onRequest(Pull.class, this::onPull).build();
    }

    private ReplyEffect<State, Pulled> onPull(State state, Pull pull, ReplyTo<Pulled> replyTo) {
        var next = new State(state.pulled() + 1);
        if (pull.links() == 0) {
            return effects().persist(next).thenReply(new Pulled(0));
        }
        return awaitReply(context()
                .ask(TYPE.ref("link-" + pull.links()), new Pull(pull.links() - 1), TIMEOUT)
                .thenApply(pulled -> effects().persist(next).thenReply(new Pulled(pulled.links() + 1))));
    }
}
