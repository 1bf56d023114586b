package dev.troupe.chat.manager;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** A participant that managers know of; it never has a turn. */
public record Member(String name, String description) implements ChatAgent<String> {

    /** Returns participants that can do what their names say. */
    public static List<Member> named(String... names) {
        return Stream.of(names).map(name -> new Member(name, "does " + name)).toList();
    }

    @Override
    public Class<String> memoryType() {
        return String.class;
    }

    @Override
    public String emptyMemory() {
        return "";
    }

    @Override
    public CompletionStage<Response<String>> respond(String memory, List<ChatMessage> heard, ChatContext context) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(name + ": a turn (expected: none)"));
    }
}
