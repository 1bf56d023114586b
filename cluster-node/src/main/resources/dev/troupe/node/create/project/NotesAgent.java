package @package@;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the notes of one person: there is one agent per key, such as {@code notes/ada}. It is durable: what it has taken
 * survives the end of its node.
 */
public final class NotesAgent extends Agent<NotesAgent.Command, NotesAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("notes", Command.class);

    /** Notes of one person. The oldest goes when another one comes. */
    static final int KEPT = 100;

    /** What it accepts. A message without a handler is an error when the agent is registered. */
    public sealed interface Command {}

    /** A note to keep; nobody waits for an answer. */
    public record Add(String text) implements Command {}

    /** Asks for all notes. */
    public record Read() implements Command, Request<Notes> {}

    /** The answer to {@link Read}: the notes, oldest first. */
    public record Notes(List<String> texts) {}

    /** What is stored. */
    public record State(List<String> texts) {}

    private NotesAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, NotesAgent::new)
                .withMessages(Notes.class)
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(List.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Add.class, this::onAdd)
                .onRequest(Read.class, this::onRead)
                .build();
    }

    private Effect<State> onAdd(State state, Add note) {
        List<String> texts = new ArrayList<>(state.texts());
        texts.add(note.text());
        return effects().persist(new State(texts.subList(Math.max(0, texts.size() - KEPT), texts.size())));
    }

    private ReplyEffect<State, Notes> onRead(State state, Read request, ReplyTo<Notes> replyTo) {
        return effects().thenReply(new Notes(state.texts()));
    }
}
