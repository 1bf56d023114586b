package dev.troupe.engine;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.Step;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Does on request what the tests of the machine need. */
final class TestAgent extends Agent<TestAgent.Command, TestAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("test", Command.class);

    sealed interface Command {}

    record Note(String text) implements Command {}

    record Fail() implements Command {}

    record SendUnregistered() implements Command {}

    record AskB() implements Command {}

    record GiveUpB() implements Command {}

    record TellB() implements Command {}

    record Wait() implements Command {}

    /** Asks for something after a delay, with an expiry or a time-out, that no clock reaches. */
    record Forever() implements Command {}

    /** Awaits an effect that cannot be written. */
    record WaitThenBreak() implements Command {}

    /** A message that is no JSON: reading it is an error. */
    record Broken(String text) implements Command {
        @Override
        public String text() {
            throw new AssertionError("broken " + text);
        }
    }

    /** Sends one message to several, at once and later, under the same id. */
    record TellAll() implements Command {}

    /** Awaits a step whose result it keeps. */
    record Charge() implements Command {}

    record Remind() implements Command {}

    record Read() implements Command, Request<Reply> {}

    /** A request whose turn awaits what never comes. */
    record Hold() implements Command, Request<Reply> {}

    /** A request that this agent can answer only once another has answered. */
    record Relay() implements Command, Request<Reply> {}

    record Reply(String text) {}

    record State(List<String> notes) {
        State with(String note) {
            List<String> more = new ArrayList<>(notes);
            more.add(note);
            return new State(more);
        }
    }

    private TestAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, TestAgent::new).withMessages(Reply.class);
    }

    @Override
    protected State emptyState() {
        return new State(List.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Note.class, (state, note) -> effects().persist(state.with(note.text())))
                .onMessage(Fail.class, this::onFail)
                .onMessage(SendUnregistered.class, this::onSendUnregistered)
                .onMessage(AskB.class, (state, ask) -> effects().ask(TYPE.ref("b"), new Read(), Duration.ofSeconds(5)))
                .onMessage(GiveUpB.class, (state, giveUp) -> effects().cancel(TYPE.ref("b")))
                .onMessage(TellB.class, (state, tell) -> effects().send(TYPE.ref("b"), new Note("told")))
                .onMessage(WaitThenBreak.class, this::onWaitThenBreak)
                .onMessage(Broken.class, (state, broken) -> effects())
                .onMessage(Forever.class, this::onForever)
                .onMessage(Wait.class, (state, wait) -> await(new CompletableFuture<Effect<State>>()))
                .onMessage(Charge.class, this::onCharge)
                .onMessage(TellAll.class, this::onTellAll)
                .onMessage(
                        Remind.class,
                        (state, remind) -> effects().schedule(Duration.ofSeconds(1), new Note("reminded")))
                .onRequest(Read.class, this::onRead)
                .onRequest(Relay.class, this::onRelay)
                .onRequest(Hold.class, this::onHold)
                .onReply(Read.class, (state, asked, reply) -> effects().persist(state.with("reply " + reply.text())))
                .onFailure(
                        Read.class,
                        (state, asked, failure) -> effects().persist(state.with("failed " + failure.kind())))
                .build();
    }

    private Effect<State> onFail(State state, Fail fail) {
        throw new IllegalStateException("as told");
    }

    private Effect<State> onWaitThenBreak(State state, WaitThenBreak wait) {
        Effect<State> broken = effects().persist(state.with("never")).send(TYPE.ref("b"), new Broken("b"));
        return await(CompletableFuture.completedFuture(broken));
    }

    private Effect<State> onTellAll(State state, TellAll tell) {
        var now = SendOptions.DEFAULT.withMessageId("all");
        var later = now.withDelay(Duration.ofSeconds(1));
        return effects()
                .send(TYPE.ref("b"), new Note("now"), now)
                .send(TYPE.ref("c"), new Note("now"), now)
                .send(TYPE.ref("b"), new Note("later"), later)
                .send(TYPE.ref("c"), new Note("later"), later);
    }

    private Effect<State> onCharge(State state, Charge charge) {
        return await(context()
                .step(Step.once("charge"), String.class, key -> "never done in a test")
                .thenApply(paid -> effects().persist(state.with(paid))));
    }

    private Effect<State> onForever(State state, Forever forever) {
        var never = ChronoUnit.FOREVER.getDuration();
        return effects()
                .ask(TYPE.ref("b"), new Read(), never)
                .send(TYPE.ref("b"), new Note("no hurry"), SendOptions.DEFAULT.withExpiry(never))
                .schedule(never, new Note("never"));
    }

    private Effect<State> onSendUnregistered(State state, SendUnregistered message) {
        return effects().persist(state.with("never")).publish(TopicId.of("t", "s"), new Object());
    }

    private ReplyEffect<State, Reply> onRelay(State state, Relay relay, ReplyTo<Reply> replyTo) {
        return effects().ask(TYPE.ref("b"), new Read(), Duration.ofSeconds(60)).thenDeferReply();
    }

    private ReplyEffect<State, Reply> onHold(State state, Hold hold, ReplyTo<Reply> replyTo) {
        return awaitReply(new CompletableFuture<>());
    }

    private ReplyEffect<State, Reply> onRead(State state, Read read, ReplyTo<Reply> replyTo) {
        return effects().thenReply(new Reply("here"));
    }
}
