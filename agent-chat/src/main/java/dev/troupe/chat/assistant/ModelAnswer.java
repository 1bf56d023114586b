package dev.troupe.chat.assistant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.chat.ModelUsage;
import dev.troupe.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model has answered, as it is stored with the turn.
 *
 * @param text empty if there are calls
 * @param thought its reasoning, or what it said beside its calls
 * @param finishReason as AutoGen names it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelAnswer(
        String text,
        List<ToolCall> calls,
        @Nullable String thought,
        @Nullable ModelUsage usage,
        String finishReason) {
    ModelAnswer {
        calls = List.copyOf(calls);
    }

    /** @param prefix of the ids of calls to which the model has given none */
    static ModelAnswer of(ChatResponse response, String prefix) {
        AiMessage said = response.aiMessage();
        String text = said.text() == null ? "" : said.text();
        List<ToolCall> calls = calls(said, prefix);
        @Nullable String thinking = blankToNull(said.thinking());
        @Nullable String besides = calls.isEmpty() ? null : blankToNull(text);
        return new ModelAnswer(
                calls.isEmpty() ? text : "",
                calls,
                besides == null ? thinking : besides,
                usage(response.tokenUsage()),
                finishReason(response.finishReason()));
    }

    private static List<ToolCall> calls(AiMessage said, String prefix) {
        List<ToolCall> calls = new ArrayList<>();
        if (said.hasToolExecutionRequests()) {
            for (ToolExecutionRequest each : said.toolExecutionRequests()) {
                @Nullable String id = blankToNull(each.id());
                calls.add(new ToolCall(
                        id == null ? prefix + "-call-" + (calls.size() + 1) : id,
                        each.name(),
                        each.arguments() == null ? "" : each.arguments()));
            }
        }
        return calls;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable ModelUsage usage(@Nullable TokenUsage usage) {
        return usage == null ? null : new ModelUsage(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    private static String finishReason(@Nullable FinishReason reason) {
        if (reason == null) {
            return "unknown";
        }
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "function_calls";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "unknown";
        };
    }
}
