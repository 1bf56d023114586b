package dev.troupe.versions;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.util.Optional;

/** Counts what is written. The next version: a line may have a note. */
final class BookAgent extends Agent<BookAgent.Command, BookAgent.Book> {
    static final AgentType<Command> TYPE = AgentType.of("book", Command.class);

    sealed interface Command {}

    record Write(String line, Optional<String> note) implements Command {}

    record Count() implements Command, Request<Lines> {}

    record Lines(int lines) {}

    record Book(int lines) {}

    private BookAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, Book> definition() {
        return AgentDefinition.of(TYPE, Book.class, BookAgent::new)
                .withMessages(Lines.class)
                .withRole("stock")
                .durable();
    }

    @Override
    protected Book emptyState() {
        return new Book(0);
    }

    @Override
    protected Handlers<Command, Book> handlers() {
        return newHandlersBuilder()
                .onMessage(Write.class, (book, write) -> effects().persist(new Book(book.lines() + 1)))
                .onRequest(Count.class, this::onCount)
                .build();
    }

    private ReplyEffect<Book, Lines> onCount(Book book, Count count, ReplyTo<Lines> replyTo) {
        return effects().thenReply(new Lines(book.lines()));
    }
}
