package dev.troupe.testkit;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agent that the contract suite drives: it writes down what it sees, and fails, waits or forwards when told to. */
final class ProbeAgent extends Agent<ProbeAgent.Command, ProbeAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("probe", Command.class);
    static final String TOPIC = "probe_events";

    /** Gates by key: a turn that waits at one ends when the test opens it. Shared by the nodes of one JVM. */
    static final Map<String, CompletableFuture<String>> GATES = new ConcurrentHashMap<>();

    sealed interface Command {}

    record Note(String text) implements Command {}

    /** Fails in the first {@code times} attempts. */
    record FailFirst(int times, String text) implements Command {}

    record WaitAt(String gate) implements Command {}

    /** Notes who the sender of this is. */
    record NoteSender() implements Command {}

    record Remind(String text, long afterMillis) implements Command {}

    record Announce(String text) implements Command {}

    /** Asks another probe for its notes. */
    record AskOther(AgentId other, long timeoutMillis) implements Command {}

    record Read() implements Command, Request<Notes> {}

    record Refuse(String reason) implements Command, Request<Notes> {}

    /** Is answered when an {@link Answer} comes. */
    record Later() implements Command, Request<Notes> {}

    record Answer() implements Command {}

    record Never() implements Command, Request<Notes> {}

    record Notes(List<String> texts) {}

    @MessageName("contract.Happened")
    record Happened(String what) {}

    record State(List<String> notes, @Nullable ReplyTo<Notes> deferred) {
        State with(String note) {
            List<String> more = new ArrayList<>(notes);
            more.add(note);
            return new State(List.copyOf(more), deferred);
        }
    }

    private ProbeAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, ProbeAgent::new)
                .withMessages(Notes.class, Happened.class)
                .withRetryPolicy(new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(50)))
                .withSubscription(Subscription.to(TOPIC, Happened.class, event -> new Note("heard " + event.what())));
    }

    @Override
    protected State emptyState() {
        return new State(List.of(), null);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Note.class, this::onNote)
                .onMessage(FailFirst.class, this::onFailFirst)
                .onMessage(WaitAt.class, this::onWaitAt)
                .onMessage(NoteSender.class, this::onNoteSender)
                .onMessage(Remind.class, this::onRemind)
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(AskOther.class, this::onAskOther)
                .onRequest(Read.class, this::onRead)
                .onRequest(Refuse.class, this::onRefuse)
                .onRequest(Later.class, this::onLater)
                .onMessage(Answer.class, this::onAnswer)
                .onRequest(Never.class, this::onNever)
                .onReply(Read.class, this::onNotes)
                .onFailure(Read.class, this::onNoNotes)
                .build();
    }

    private Effect<State> onNote(State state, Note note) {
        var info = context().message();
        String about = info.correlationId().map(id -> " " + id).orElse("")
                + Optional.ofNullable(info.headers().get("header"))
                        .map(value -> " " + value)
                        .orElse("")
                + info.replyTo().map(to -> " " + to).orElse("");
        return effects().persist(state.with(note.text() + about));
    }

    private Effect<State> onFailFirst(State state, FailFirst fail) {
        if (context().message().attempt() <= fail.times()) {
            throw new IllegalStateException(
                    "as told, attempt " + context().message().attempt());
        }
        return effects().persist(state.with(fail.text()));
    }

    private Effect<State> onWaitAt(State state, WaitAt wait) {
        return await(GATES.computeIfAbsent(wait.gate(), gate -> new CompletableFuture<>())
                .thenApply(text -> effects().persist(state.with(text))));
    }

    private Effect<State> onNoteSender(State state, NoteSender note) {
        String sender = context().message().sender().map(AgentId::toString).orElse("outside");
        return effects().persist(state.with("from " + sender));
    }

    private Effect<State> onRemind(State state, Remind remind) {
        return effects().schedule(Duration.ofMillis(remind.afterMillis()), new Note(remind.text()));
    }

    private Effect<State> onAnnounce(State state, Announce announce) {
        return effects()
                .persist(state.with("announced"))
                .publish(TopicId.of(TOPIC, context().self().key()), new Happened(announce.text()));
    }

    private Effect<State> onAskOther(State state, AskOther ask) {
        return effects()
                .ask(
                        AgentType.of(ask.other().type(), Command.class)
                                .ref(ask.other().key()),
                        new Read(),
                        Duration.ofMillis(ask.timeoutMillis()));
    }

    private ReplyEffect<State, Notes> onRead(State state, Read read, ReplyTo<Notes> replyTo) {
        return effects().thenReply(new Notes(state.notes()));
    }

    private ReplyEffect<State, Notes> onRefuse(State state, Refuse refuse, ReplyTo<Notes> replyTo) {
        return effects().thenReject(Failure.rejected(refuse.reason()));
    }

    private ReplyEffect<State, Notes> onLater(State state, Later later, ReplyTo<Notes> replyTo) {
        return effects().persist(new State(state.notes(), replyTo)).thenDeferReply();
    }

    private Effect<State> onAnswer(State state, Answer answer) {
        return state.deferred() == null
                ? effects()
                : effects()
                        .persist(new State(state.notes(), null))
                        .reply(state.deferred(), new Notes(List.of("later")));
    }

    private ReplyEffect<State, Notes> onNever(State state, Never never, ReplyTo<Notes> replyTo) {
        return effects().thenDeferReply();
    }

    private Effect<State> onNotes(State state, Read asked, Notes answer) {
        return effects().persist(state.with("answered " + answer.texts()));
    }

    private Effect<State> onNoNotes(State state, Read asked, Failure failure) {
        return effects().persist(state.with("failed " + failure.kind()));
    }
}
