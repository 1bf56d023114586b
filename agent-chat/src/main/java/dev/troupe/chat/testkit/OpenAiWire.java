package dev.troupe.chat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers in the words of OpenAI's chat completions. */
final class OpenAiWire {
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final String id;
    private final long createdSeconds;
    private final String model;

    OpenAiWire(String id, long createdSeconds, String model) {
        this.id = id;
        this.createdSeconds = createdSeconds;
        this.model = model;
    }

    static String error(int status, String message) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", errorType(status))
                .putNull("param")
                .putNull("code");
        return ExchangeJson.text(json);
    }

    private static String errorType(int status) {
        if (status == UNAUTHORIZED) {
            return "authentication_error";
        }
        if (status == TOO_MANY) {
            return "rate_limit_error";
        }
        return status >= SERVER ? "server_error" : "invalid_request_error";
    }

    /** Returns the answer in one piece. */
    String completion(ChatResponse answer) {
        ObjectNode json = head("chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", answer.aiMessage().text());
        List<ToolExecutionRequest> calls = answer.aiMessage().toolExecutionRequests();
        if (!calls.isEmpty()) {
            ArrayNode array = message.putArray("tool_calls");
            calls.forEach(call -> function(array.addObject().put("id", call.id()), call.name(), call.arguments()));
        }
        choice.put("finish_reason", finishReason(answer));
        json.set("usage", usage(answer.tokenUsage()));
        return ExchangeJson.text(json);
    }

    /** Returns the data of the events of a stream, in order, without the last one, which is no JSON. */
    List<String> chunks(ChatResponse answer, boolean withUsage) {
        var chunks = new ArrayList<String>();
        chunks.add(chunk(delta().put("role", "assistant").put("content", ""), null));
        String text = answer.aiMessage().text();
        for (String word : text == null ? List.<String>of() : Pieces.words(text)) {
            chunks.add(chunk(delta().put("content", word), null));
        }
        List<ToolExecutionRequest> calls = answer.aiMessage().toolExecutionRequests();
        for (int index = 0; index < calls.size(); index++) {
            addCall(index, calls.get(index), chunks);
        }
        chunks.add(chunk(delta(), finishReason(answer)));
        if (withUsage) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage(answer.tokenUsage()));
            chunks.add(ExchangeJson.text(last));
        }
        return chunks;
    }

    /** The first piece names the call; the others have its index and some of the arguments only. */
    private void addCall(int index, ToolExecutionRequest call, List<String> chunks) {
        ObjectNode first = delta();
        function(first.putArray("tool_calls").addObject().put("index", index).put("id", call.id()), call.name(), "");
        chunks.add(chunk(first, null));
        for (String fragment : Pieces.fragments(call.arguments())) {
            ObjectNode next = delta();
            next.putArray("tool_calls")
                    .addObject()
                    .put("index", index)
                    .putObject("function")
                    .put("arguments", fragment);
            chunks.add(chunk(next, null));
        }
    }

    private static void function(ObjectNode call, String name, String arguments) {
        call.put("type", "function").putObject("function").put("name", name).put("arguments", arguments);
    }

    private static ObjectNode delta() {
        return JsonNodeFactory.instance.objectNode();
    }

    private String chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return ExchangeJson.text(json);
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }

    private static JsonNode usage(@Nullable TokenUsage usage) {
        int input = usage == null || usage.inputTokenCount() == null ? 0 : usage.inputTokenCount();
        int output = usage == null || usage.outputTokenCount() == null ? 0 : usage.outputTokenCount();
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
    }

    private static String finishReason(ChatResponse answer) {
        FinishReason reason = answer.finishReason();
        if (reason == null) {
            return answer.aiMessage().hasToolExecutionRequests() ? "tool_calls" : "stop";
        }
        return switch (reason) {
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case STOP, OTHER -> "stop";
        };
    }
}
