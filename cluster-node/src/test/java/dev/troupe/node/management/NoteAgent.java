package dev.troupe.node.management;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Subscription;

/** Counts lines, durably; at an empty one, and at one that begins with a line break, its handler fails. */
final class NoteAgent extends Agent<NoteAgent.Command, NoteAgent.Notes> {
    static final AgentType<Command> TYPE = AgentType.of("note", Command.class);

    sealed interface Command {}

    @MessageName("note.Add")
    record Add(String text) implements Command {}

    @MessageName("note.Noted")
    record Noted(String text) {}

    record Notes(int lines) {}

    private NoteAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, Notes> definition() {
        return definition(TYPE);
    }

    static AgentDefinition<Command, Notes> definition(AgentType<Command> type) {
        return AgentDefinition.of(type, Notes.class, NoteAgent::new)
                .withMessages(Noted.class)
                .withSubscription(Subscription.to("noted", Noted.class, noted -> new Add(noted.text())))
                .durable();
    }

    /** Of agents that store nothing. */
    static AgentDefinition<Command, Notes> inMemory(AgentType<Command> type) {
        return AgentDefinition.of(type, Notes.class, NoteAgent::new);
    }

    @Override
    protected Notes emptyState() {
        return new Notes(0);
    }

    @Override
    protected Handlers<Command, Notes> handlers() {
        return newHandlersBuilder().onMessage(Add.class, this::onAdd).build();
    }

    private Effect<Notes> onAdd(Notes state, Add line) {
        if (line.text().isEmpty() || line.text().startsWith("\n")) {
            throw new IllegalArgumentException("text: \"\" (expected: not empty)");
        }
        return effects().persist(new Notes(state.lines() + 1));
    }
}
