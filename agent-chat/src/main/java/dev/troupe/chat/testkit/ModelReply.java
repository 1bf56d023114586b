package dev.troupe.chat.testkit;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One answer of a script.
 *
 * @param delay how long the model takes before it answers or fails
 * @param answer of the request; what it throws is the failure of the request
 */
public record ModelReply(Duration delay, Function<ChatRequest, ChatResponse> answer) {
    public ModelReply {
        requireNonNull(answer, "answer");
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
        }
    }

    /** Returns what {@code answer} makes of the request; it may throw. */
    public static ModelReply by(Function<ChatRequest, ChatResponse> answer) {
        return new ModelReply(Duration.ZERO, answer);
    }

    public static ModelReply of(ChatResponse response) {
        requireNonNull(response, "response");
        return by(request -> response);
    }

    public static ModelReply text(String text) {
        return of(response(AiMessage.from(text), FinishReason.STOP));
    }

    /** Answers with {@code value} as JSON, the way messages become JSON. */
    public static ModelReply structured(Object value) {
        return text(Json.text(value));
    }

    /**
     * Wants one tool to be run.
     *
     * @param arguments a JSON object
     */
    public static ModelReply toolCall(String id, String name, String arguments) {
        return toolCalls(ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build());
    }

    /** Wants several tools to be run at once. */
    public static ModelReply toolCalls(ToolExecutionRequest... calls) {
        return of(response(AiMessage.from(List.of(calls)), FinishReason.TOOL_EXECUTION));
    }

    /** Fails; a new exception for each request shows the right stack, {@link #by} can make it. */
    public static ModelReply failure(RuntimeException failure) {
        requireNonNull(failure, "failure");
        return by(request -> {
            throw failure;
        });
    }

    public ModelReply withDelay(Duration time) {
        return new ModelReply(time, answer);
    }

    public ModelReply withUsage(int inputTokens, int outputTokens) {
        var usage = new TokenUsage(inputTokens, outputTokens);
        return new ModelReply(delay, answer.andThen(response -> copy(response, usage, response.finishReason())));
    }

    public ModelReply withFinishReason(FinishReason reason) {
        return new ModelReply(delay, answer.andThen(response -> copy(response, response.tokenUsage(), reason)));
    }

    private static ChatResponse copy(ChatResponse response, TokenUsage usage, FinishReason reason) {
        return ChatResponse.builder()
                .aiMessage(response.aiMessage())
                .id(response.id())
                .modelName(response.modelName())
                .tokenUsage(usage)
                .finishReason(reason)
                .build();
    }

    private static ChatResponse response(AiMessage message, FinishReason reason) {
        return ChatResponse.builder()
                .aiMessage(message)
                .modelName(ReplayChatModel.NAME)
                .tokenUsage(new TokenUsage(0, 0))
                .finishReason(reason)
                .build();
    }
}
