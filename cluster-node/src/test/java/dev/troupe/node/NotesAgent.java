package dev.troupe.node;

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

/** As the agent of a project of {@code troupe new}, for the examples of the help; its handler fails at an empty note. */
final class NotesAgent extends Agent<NotesAgent.Command, NotesAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("notes", Command.class);

    sealed interface Command {}

    record Add(String text) implements Command {}

    record Read() implements Command, Request<Notes> {}

    record Notes(List<String> texts) {}

    record State(List<String> texts) {}

    private NotesAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
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
        if (note.text().isEmpty()) {
            throw new IllegalArgumentException("text: \"\" (expected: not empty)");
        }
        List<String> texts = new ArrayList<>(state.texts());
        texts.add(note.text());
        return effects().persist(new State(texts));
    }

    private ReplyEffect<State, Notes> onRead(State state, Read request, ReplyTo<Notes> replyTo) {
        return effects().thenReply(new Notes(state.texts()));
    }
}
