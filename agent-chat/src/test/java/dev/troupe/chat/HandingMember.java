package dev.troupe.chat;

import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands off to others, one after the other; says its name when there are none left. */
record HandingMember(String name, List<String> targets) implements ChatAgent<Integer> {
    @Override
    public String description() {
        return "hands off to " + targets;
    }

    @Override
    public Class<Integer> memoryType() {
        return Integer.class;
    }

    @Override
    public Integer emptyMemory() {
        return 0;
    }

    @Override
    public CompletionStage<Response<Integer>> respond(Integer turns, List<ChatMessage> heard, ChatContext context) {
        var origin = context.nextOrigin();
        var message = turns < targets.size()
                ? new HandoffMessage(origin, "over to " + targets.get(turns), targets.get(turns))
                : new TextMessage(origin, name);
        return CompletableFuture.completedFuture(Response.of(turns + 1, message));
    }
}
