package dev.troupe.chat.manager;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Asks a model within a turn. An answer is a step: a durable team that goes on after a crash takes the stored one, and asks
 * the model only for what it had not answered.
 */
public record ModelSteps(ChatModel model, ChatContext context) {
    /**
     * Returns the text of the model's answer; empty if it has none. Its thread is interrupted when the run is cancelled.
     *
     * @param step names it within the turn
     */
    public CompletionStage<String> ask(String step, ChatRequest request) {
        return context.step(Step.repeatable(step), String.class, key -> text(request));
    }

    private String text(ChatRequest request) {
        return Optional.ofNullable(model.chat(request).aiMessage().text()).orElse("");
    }
}
