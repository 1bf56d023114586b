package dev.troupe.chat.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.troupe.message.Json;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said, as the JSON the conventions have schemas for. */
final class ContentJson {
    private ContentJson() {}

    static void request(Span span, List<ChatMessage> messages, @Nullable List<ToolSpecification> tools) {
        ArrayNode system = array();
        ArrayNode input = array();
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage instructions) {
                text(system, instructions.text());
            } else {
                parts(parts(input, role(message)), message);
            }
        }
        span.setAttribute(GenAi.INPUT_MESSAGES, input.toString());
        if (!system.isEmpty()) {
            span.setAttribute(GenAi.SYSTEM, system.toString());
        }
        if (tools != null && !tools.isEmpty()) {
            span.setAttribute(GenAi.TOOLS, definitions(tools));
        }
    }

    static void answer(Span span, AiMessage message, String finishReason) {
        ArrayNode output = array();
        ArrayNode parts = output.addObject()
                .put("role", "assistant")
                .put("finish_reason", finishReason)
                .putArray("parts");
        parts(parts, message);
        span.setAttribute(GenAi.OUTPUT_MESSAGES, output.toString());
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static ArrayNode parts(ArrayNode messages, String role) {
        return messages.addObject().put("role", role).putArray("parts");
    }

    private static String role(ChatMessage message) {
        if (message instanceof AiMessage) {
            return "assistant";
        }
        return message instanceof ToolExecutionResultMessage ? "tool" : "user";
    }

    private static void parts(ArrayNode parts, ChatMessage message) {
        if (message instanceof UserMessage user) {
            user.contents().forEach(content -> content(parts, content));
        } else if (message instanceof AiMessage ai) {
            if (ai.text() != null) {
                text(parts, ai.text());
            }
            ai.toolExecutionRequests().forEach(call -> call(parts, call));
        } else if (message instanceof ToolExecutionResultMessage result) {
            var part = parts.addObject().put("type", "tool_call_response").put("id", result.id());
            part.put(
                    "response",
                    result.hasSingleText() ? result.text() : result.contents().toString());
        }
    }

    private static void text(ArrayNode parts, String text) {
        parts.addObject().put("type", "text").put("content", text);
    }

    /** Of what is not text its kind only: pictures are too large for spans. */
    private static void content(ArrayNode parts, Content content) {
        if (content instanceof TextContent text) {
            text(parts, text.text());
            return;
        }
        var part = parts.addObject().put("type", content.type().name().toLowerCase(Locale.ROOT));
        if (content instanceof ImageContent image && image.image().mimeType() != null) {
            part.put("mime_type", image.image().mimeType());
        }
    }

    private static void call(ArrayNode parts, ToolExecutionRequest call) {
        parts.addObject()
                .put("type", "tool_call")
                .put("id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments());
    }

    private static String definitions(List<ToolSpecification> tools) {
        ArrayNode definitions = array();
        for (ToolSpecification tool : tools) {
            var definition = definitions.addObject().put("type", "function");
            Map<?, ?> fields = Json.parse(tool.toJson(), Map.class);
            fields.forEach((name, value) -> definition.putPOJO(String.valueOf(name), value));
        }
        return Json.text(definitions);
    }
}
