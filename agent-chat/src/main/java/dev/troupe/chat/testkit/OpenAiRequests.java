package dev.troupe.chat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests in the words of OpenAI's chat completions, as LangChain4j's. The schema of an answer is left out. */
final class OpenAiRequests {
    private static final Pattern DATA = Pattern.compile("data:([^;,]+);base64,(.*)", Pattern.DOTALL);

    private OpenAiRequests() {}

    /** Throws {@link IllegalArgumentException} if {@code body} is no such request. */
    static ChatRequest read(JsonNode body) {
        var messages = new ArrayList<ChatMessage>();
        body.path("messages").forEach(message -> messages.add(message(message)));
        var parameters = ChatRequestParameters.builder()
                .modelName(body.path("model").asText(""))
                .toolSpecifications(tools(body.path("tools")));
        if (body.hasNonNull("temperature")) {
            parameters.temperature(body.get("temperature").doubleValue());
        }
        for (String limit : List.of("max_tokens", "max_completion_tokens")) {
            if (body.hasNonNull(limit)) {
                parameters.maxOutputTokens(body.get(limit).intValue());
            }
        }
        if (body.path("response_format").path("type").asText("").startsWith("json")) {
            parameters.responseFormat(ResponseFormat.JSON);
        }
        return ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.build())
                .build();
    }

    private static List<ToolSpecification> tools(JsonNode tools) {
        var specifications = new ArrayList<ToolSpecification>();
        tools.forEach(tool -> specifications.add(ToolSpecification.fromJson(ExchangeJson.text(tool.path("function")))));
        return specifications;
    }

    private static ChatMessage message(JsonNode message) {
        String role = message.path("role").asText("");
        return switch (role) {
            case "system", "developer" -> SystemMessage.from(text(message.path("content")));
            case "user" -> UserMessage.from(contents(message.path("content")));
            case "assistant" -> assistant(message);
            case "tool" ->
                ToolExecutionResultMessage.from(
                        message.path("tool_call_id").asText(""), "", text(message.path("content")));
            default ->
                throw new IllegalArgumentException(
                        "role: '" + role + "' (expected: system, developer, user, assistant or tool)");
        };
    }

    private static ChatMessage assistant(JsonNode message) {
        var calls = new ArrayList<ToolExecutionRequest>();
        message.path("tool_calls")
                .forEach(call -> calls.add(ToolExecutionRequest.builder()
                        .id(call.path("id").asText())
                        .name(call.path("function").path("name").asText())
                        .arguments(call.path("function").path("arguments").asText())
                        .build()));
        var said = AiMessage.builder().toolExecutionRequests(calls);
        if (message.hasNonNull("content")) {
            said.text(text(message.get("content")));
        }
        return said.build();
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        var text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static List<Content> contents(JsonNode content) {
        if (!content.isArray()) {
            return List.of(TextContent.from(content.asText()));
        }
        var parts = new ArrayList<Content>();
        content.forEach(part -> parts.add(part(part)));
        return parts;
    }

    private static Content part(JsonNode part) {
        if (!part.has("image_url")) {
            return TextContent.from(part.path("text").asText());
        }
        String url = part.get("image_url").path("url").asText();
        Matcher data = DATA.matcher(url);
        return data.matches() ? ImageContent.from(data.group(2), data.group(1)) : ImageContent.from(url);
    }
}
