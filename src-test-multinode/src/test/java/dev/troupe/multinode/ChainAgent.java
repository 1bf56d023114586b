package dev.troupe.multinode;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has something of each kind open, and tells step by step what becomes of it. The agents of a chain are named {@code
 * head-n}, {@code teller-n}, {@code held-n} and {@code sink-n}: on {@link Start} the head asks the teller, sends to the
 * held one, and reminds itself; then it asks the teller again. The teller answers late, and the head tells the sink what
 * it has heard. The held one does not end its turn before there is a {@link #gate}.
 */
final class ChainAgent extends Agent<ChainAgent.Command, ChainAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("chain", Command.class);

    private static final Duration REMINDER = Duration.ofSeconds(15);
    private static final Duration THINKING = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    sealed interface Command {}

    record Start() implements Command {}

    /** The head's reminder. */
    record Due() implements Command {}

    record Hold() implements Command {}

    record Question(String text) implements Command, Request<Answer> {}

    record Answer(String text) {}

    /** The teller's reminder. */
    record Reply(String text) implements Command {}

    record Told(String text) implements Command {}

    record Read() implements Command, Request<Steps> {}

    record Steps(List<String> steps) {}

    record State(List<String> steps, Map<String, ReplyTo<Answer>> open) {
        State {
            steps = List.copyOf(steps);
            open = Map.copyOf(open);
        }
    }

    private final String activation = Trace.newActivation();

    private ChainAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, ChainAgent::new)
                .withMessages(Answer.class, Steps.class)
                .withRole(LedgerAgent.ROLE);
    }

    /** Returns the file that lets the held ones of a node go on. */
    static Path gate(Path trace) {
        return trace.resolveSibling("gate");
    }

    @Override
    protected State emptyState() {
        return new State(List.of(), Map.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Due.class, this::onDue)
                .onMessage(Hold.class, this::onHold)
                .onRequest(Question.class, this::onQuestion)
                .onMessage(Reply.class, this::onReply)
                .onMessage(Told.class, this::onTold)
                .onRequest(Read.class, this::onRead)
                .onReply(Question.class, this::onAnswer)
                .onFailure(Question.class, this::onNoAnswer)
                .build();
    }

    private Effect<State> onStart(State state, Start start) {
        return effects()
                .persist(after(state, "started"))
                .schedule(REMINDER, new Due())
                .send(other("held"), new Hold())
                .ask(other("teller"), new Question("early"), TIMEOUT);
    }

    private Effect<State> onDue(State state, Due due) {
        return effects().persist(after(state, "due")).ask(other("teller"), new Question("late"), TIMEOUT);
    }

    private Effect<State> onHold(State state, Hold hold) {
        after(state, "holds");
        return await(context()
                .blocking(ChainAgent::passGate)
                .thenApply(passed -> effects().persist(after(state, "held"))));
    }

    private ReplyEffect<State, Answer> onQuestion(State state, Question question, ReplyTo<Answer> replyTo) {
        Map<String, ReplyTo<Answer>> open = new HashMap<>(state.open());
        open.put(question.text(), replyTo);
        return effects()
                .persist(new State(after(state, "asked-" + question.text()).steps(), open))
                .schedule(THINKING, new Reply(question.text()))
                .thenDeferReply();
    }

    private Effect<State> onReply(State state, Reply reply) {
        Map<String, ReplyTo<Answer>> open = new HashMap<>(state.open());
        var replyTo = open.remove(reply.text());
        return effects()
                .persist(new State(after(state, "answered-" + reply.text()).steps(), open))
                .reply(replyTo, new Answer(reply.text()));
    }

    private Effect<State> onAnswer(State state, Question question, Answer answer) {
        return effects().persist(after(state, "heard-" + answer.text())).send(other("sink"), new Told(answer.text()));
    }

    private Effect<State> onNoAnswer(State state, Question question, Failure failure) {
        return effects().persist(after(state, "not-heard-" + question.text() + "-" + failure.kind()));
    }

    private Effect<State> onTold(State state, Told told) {
        return effects().persist(after(state, "told-" + told.text()));
    }

    private ReplyEffect<State, Steps> onRead(State state, Read read, ReplyTo<Steps> replyTo) {
        return effects().thenReply(new Steps(state.steps()));
    }

    private State after(State state, String step) {
        Trace.applied(activation, new Message(context().self().key(), step, 0));
        List<String> steps = new ArrayList<>(state.steps());
        steps.add(step);
        return new State(steps, state.open());
    }

    private AgentRef<Command> other(String name) {
        String key = context().self().key();
        return TYPE.ref(name + key.substring(key.indexOf('-')));
    }

    private static boolean passGate() {
        try {
            while (!Files.exists(gate(Trace.file()))) {
                Thread.sleep(50);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
