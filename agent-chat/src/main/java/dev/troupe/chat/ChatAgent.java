package dev.troupe.chat;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A member of a team: what it says when it is its turn. An instance is shared by all conversations, on every thread, and
 * keeps nothing of them: what it remembers of a conversation is a value of {@code S}.
 *
 * @param <S> what it remembers of a conversation; immutable, and becomes JSON
 */
public interface ChatAgent<S> {
    /** Returns its name, by which others speak of it: letters, digits, {@code _} and {@code -}. */
    String name();

    /** Returns what it can do, for those who choose who speaks next. */
    String description();

    Class<S> memoryType();

    /** Returns what it remembers before its first turn. */
    S emptyMemory();

    /**
     * Takes its turn. A stage that fails ends the run of the team with a failure.
     *
     * @param heard what the others have said since its own last turn, in order; empty if nobody has
     */
    CompletionStage<Response<S>> respond(S memory, List<ChatMessage> heard, ChatContext context);
}
