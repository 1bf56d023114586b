package dev.troupe.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A member of a team: what it says when it is its turn. An instance is shared by all conversations, on every thread, and
 * keeps nothing of them: what it remembers of a conversation is a value of {@code S}.
 *
 * @param <S> what it remembers of a conversation; immutable, and becomes JSON
 */
public non-sealed interface ChatAgent<S> extends TeamMember {
    Class<S> memoryType();

    /** Returns what it remembers before its first turn. */
    S emptyMemory();

    /**
     * Takes its turn. A stage that fails ends the run of the team with a failure.
     *
     * @param heard what the others have said since its own last turn, in order; empty if nobody has
     */
    CompletionStage<Response<S>> respond(S memory, List<ChatMessage> heard, ChatContext context);

    /**
     * Goes on with a turn that waits for a person ({@link Response.AwaitingInput}).
     *
     * @param input what the person says
     */
    default CompletionStage<Response<S>> onInput(S memory, String input, ChatContext context) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException(name() + ": waits for nobody (expected: an agent that takes input)"));
    }

    /** Returns the teams that it gives tasks ({@link ChatContext#run}): a runtime that hosts it has to know them. */
    default List<Team> teams() {
        return List.of();
    }
}
