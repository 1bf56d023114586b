package dev.troupe.chat;

import dev.troupe.chat.ChatEvent.UserInputRequestedEvent;
import dev.troupe.chat.ChatMessage.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Says what a person says, after {@code questions} requests for it. */
record AskingMember(
        String name, int questions, Duration patience, Function<ChatContext, CompletionStage<String>> lastWords)
        implements ChatAgent<AskingMember.Answers> {

    AskingMember(String name, int questions, Duration patience) {
        this(name, questions, patience, context -> CompletableFuture.completedFuture(""));
    }

    record Answers(List<String> given) {
        Answers {
            given = List.copyOf(given);
        }
    }

    @Override
    public String description() {
        return "asks a person";
    }

    @Override
    public Optional<Duration> turnTimeout() {
        return Optional.of(patience);
    }

    @Override
    public Class<Answers> memoryType() {
        return Answers.class;
    }

    @Override
    public Answers emptyMemory() {
        return new Answers(List.of());
    }

    @Override
    public CompletionStage<Response<Answers>> respond(Answers memory, List<ChatMessage> heard, ChatContext context) {
        return asking(new Answers(List.of()), context);
    }

    @Override
    public CompletionStage<Response<Answers>> onInput(Answers memory, String input, ChatContext context) {
        if (input.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("input: empty (expected: some text)"));
        }
        var all = new ArrayList<>(memory.given());
        all.add(input);
        if (all.size() < questions) {
            return asking(new Answers(all), context);
        }
        return lastWords
                .apply(context)
                .thenApply(words -> Response.of(
                        new Answers(all), new TextMessage(context.nextOrigin(), String.join("+", all) + words)));
    }

    private CompletionStage<Response<Answers>> asking(Answers memory, ChatContext context) {
        var origin = context.nextOrigin();
        var request = new UserInputRequestedEvent(origin, origin.id(), "");
        return CompletableFuture.completedFuture(new Response.AwaitingInput<>(memory, request));
    }
}
