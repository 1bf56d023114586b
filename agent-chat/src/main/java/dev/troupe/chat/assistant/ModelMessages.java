package dev.troupe.chat.assistant;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.chat.MessagePart;
import dev.troupe.chat.assistant.LlmMessage.AssistantMessage;
import dev.troupe.chat.assistant.LlmMessage.ResultMessage;
import dev.troupe.chat.assistant.LlmMessage.SystemMessage;
import dev.troupe.chat.assistant.LlmMessage.UserMessage;
import java.util.List;
import java.util.regex.Pattern;

/** What a model sees, in the words of LangChain4j. */
final class ModelMessages {
    /** Names that all providers take. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private ModelMessages() {}

    static List<ChatMessage> of(List<LlmMessage> messages) {
        return messages.stream().flatMap(each -> of(each).stream()).toList();
    }

    static List<ChatMessage> of(LlmMessage message) {
        if (message instanceof SystemMessage system) {
            return List.of(dev.langchain4j.data.message.SystemMessage.from(system.content()));
        }
        if (message instanceof UserMessage user) {
            return List.of(user(user));
        }
        if (message instanceof AssistantMessage assistant) {
            return List.of(assistant(assistant));
        }
        if (message instanceof ResultMessage results) {
            return results.content().stream()
                    .<ChatMessage>map(result -> ToolExecutionResultMessage.builder()
                            .id(result.callId())
                            .toolName(result.name())
                            .text(result.content())
                            .isError(result.isError())
                            .build())
                    .toList();
        }
        throw new IllegalStateException("message for a model: " + message.getClass());
    }

    private static ChatMessage user(UserMessage user) {
        var message = dev.langchain4j.data.message.UserMessage.builder();
        if (NAME.matcher(user.source()).matches()) {
            message.name(user.source());
        }
        List<Content> contents =
                user.content().parts().stream().map(ModelMessages::content).toList();
        return message.contents(contents.isEmpty() ? List.of(TextContent.from("")) : contents)
                .build();
    }

    private static Content content(MessagePart part) {
        if (part instanceof MessagePart.Image image) {
            return ImageContent.from(image.base64(), mimeType(image.base64()));
        }
        return TextContent.from(part.toText());
    }

    /** By the first bytes of the file, for AutoGen keeps no type of an image. */
    private static String mimeType(String base64) {
        if (base64.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (base64.startsWith("R0lG")) {
            return "image/gif";
        }
        return base64.startsWith("UklGR") ? "image/webp" : "image/png";
    }

    private static ChatMessage assistant(AssistantMessage assistant) {
        var calls = assistant.content().calls();
        if (calls.isEmpty()) {
            return AiMessage.from(assistant.content().text());
        }
        return AiMessage.builder()
                .text(assistant.thought())
                .toolExecutionRequests(calls.stream()
                        .map(call -> ToolExecutionRequest.builder()
                                .id(call.id())
                                .name(call.name())
                                .arguments(call.arguments().isBlank() ? "{}" : call.arguments())
                                .build())
                        .toList())
                .build();
    }
}
