package dev.troupe.chat;

import dev.troupe.chat.ChatMessage.TextMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A participant whose turns are a function; it remembers how many it has had. */
record TestMember(String name, Turns turns) implements ChatAgent<TestMember.Count> {

    record Count(int turns) {}

    /** What it does in its turn. */
    @FunctionalInterface
    interface Turns {
        CompletionStage<String> take(int number, List<ChatMessage> heard, ChatContext context);
    }

    /** Says its name and the number of its turn. */
    static TestMember counting(String name) {
        return new TestMember(name, (number, heard, context) -> CompletableFuture.completedFuture(name + number));
    }

    @Override
    public String description() {
        return "counts";
    }

    @Override
    public Class<Count> memoryType() {
        return Count.class;
    }

    @Override
    public Count emptyMemory() {
        return new Count(0);
    }

    @Override
    public CompletionStage<Response<Count>> respond(Count memory, List<ChatMessage> heard, ChatContext context) {
        var next = new Count(memory.turns() + 1);
        return turns.take(next.turns(), heard, context)
                .thenApply(text -> Response.of(next, new TextMessage(context.nextOrigin(), text)));
    }
}
