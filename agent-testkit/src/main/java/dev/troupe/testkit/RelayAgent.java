package dev.troupe.testkit;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The agent with which the contract suite builds chains of requests: each relay passes on to the next of a route. */
final class RelayAgent extends Agent<RelayAgent.Command, RelayAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("relay", Command.class);

    private static final String TOPIC = "relay_events";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How a relay passes on. */
    enum How {
        /** It awaits the answer in its turn. */
        AWAIT,
        /** It asks as an effect and answers when it is answered. */
        EFFECT,
        /** It awaits a gate of {@link ProbeAgent} with that name, then keeps the name and answers. */
        HOLD,
        /** It publishes an event and answers at once. */
        PUBLISH
    }

    /** To the relay, or the gate, with that key. */
    record Hop(String key, How how) {}

    sealed interface Command {}

    /** Is answered by the keys of all who were passed, the last one first. */
    record Pass(List<Hop> route) implements Command, Request<Passed> {}

    /** As {@link Pass}, asked by nobody: the answer is kept. */
    record Go(List<Hop> route) implements Command {}

    record Read() implements Command, Request<Passed> {}

    record Passed(List<String> keys) {}

    record Went(List<Hop> route) {}

    record State(List<String> passed, @Nullable ReplyTo<Passed> asker) {}

    private RelayAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, RelayAgent::new)
                .withMessages(Passed.class, Went.class)
                .withSubscription(Subscription.to(TOPIC, Went.class, event -> new Go(event.route())));
    }

    @Override
    protected State emptyState() {
        return new State(List.of(), null);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Pass.class, this::onPass)
                .onMessage(Go.class, this::onGo)
                .onRequest(Read.class, this::onRead)
                .onReply(Pass.class, this::onPassed)
                .onFailure(Pass.class, this::onFailure)
                .build();
    }

    private ReplyEffect<State, Passed> onPass(State state, Pass pass, ReplyTo<Passed> replyTo) {
        if (pass.route().isEmpty()) {
            return effects().thenReply(with(List.of()));
        }
        var hop = pass.route().get(0);
        var rest = pass.route().subList(1, pass.route().size());
        return switch (hop.how()) {
            case AWAIT ->
                awaitReply(ask(hop, rest).thenApply(passed -> effects().thenReply(with(passed.keys()))));
            case EFFECT ->
                effects()
                        .persist(new State(state.passed(), replyTo))
                        .ask(TYPE.ref(hop.key()), new Pass(rest), TIMEOUT)
                        .thenDeferReply();
            case HOLD ->
                awaitReply(ProbeAgent.GATES
                        .computeIfAbsent(hop.key(), gate -> new CompletableFuture<>())
                        .thenApply(text -> effects()
                                .persist(new State(List.of(hop.key()), null))
                                .thenReply(with(rest.stream().map(Hop::key).toList()))));
            case PUBLISH ->
                effects().publish(TopicId.of(TOPIC, hop.key()), new Went(rest)).thenReply(with(List.of()));
        };
    }

    private Effect<State> onGo(State state, Go go) {
        var rest = go.route().subList(1, go.route().size());
        return await(ask(go.route().get(0), rest)
                .handle((passed, thrown) -> effects().persist(new State(kept(passed, thrown), null))));
    }

    private ReplyEffect<State, Passed> onRead(State state, Read read, ReplyTo<Passed> replyTo) {
        return effects().thenReply(new Passed(state.passed()));
    }

    private Effect<State> onPassed(State state, Pass asked, Passed passed) {
        return effects()
                .persist(new State(state.passed(), null))
                .reply(requireNonNull(state.asker()), with(passed.keys()));
    }

    private Effect<State> onFailure(State state, Pass asked, Failure failure) {
        return effects().persist(new State(state.passed(), null)).reject(requireNonNull(state.asker()), failure);
    }

    private CompletionStage<Passed> ask(Hop hop, List<Hop> rest) {
        return context().ask(TYPE.ref(hop.key()), new Pass(rest), TIMEOUT);
    }

    private Passed with(List<String> before) {
        var keys = new ArrayList<>(before);
        keys.add(context().self().key());
        return new Passed(keys);
    }

    private static List<String> kept(@Nullable Passed passed, @Nullable Throwable thrown) {
        if (passed != null) {
            return passed.keys();
        }
        return List.of(thrown instanceof AgentException e ? e.failure().toString() : String.valueOf(thrown));
    }
}
