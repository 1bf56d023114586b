package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.chat.MessagePart;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model sees. As JSON the names of types and fields are AutoGen's, the type in the field {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LlmMessage.SystemMessage.class, name = "SystemMessage"),
    @JsonSubTypes.Type(value = LlmMessage.UserMessage.class, name = "UserMessage"),
    @JsonSubTypes.Type(value = LlmMessage.AssistantMessage.class, name = "AssistantMessage"),
    @JsonSubTypes.Type(value = LlmMessage.ResultMessage.class, name = "FunctionExecutionResultMessage"),
})
public sealed interface LlmMessage {

    /** Instructions. */
    record SystemMessage(String content) implements LlmMessage {
        public SystemMessage {
            requireNonNull(content, "content");
        }
    }

    /** What others said to the model's agent. */
    record UserMessage(Words content, String source) implements LlmMessage {
        public UserMessage {
            requireNonNull(content, "content");
            requireNonNull(source, "source");
        }

        public static UserMessage of(String source, String text) {
            return new UserMessage(new Words(List.of(new MessagePart.Text(text))), source);
        }
    }

    /**
     * What a model answered.
     *
     * @param thought its reasoning, or what it said beside its calls
     */
    record AssistantMessage(Answer content, @Nullable String thought, String source) implements LlmMessage {
        public AssistantMessage {
            requireNonNull(content, "content");
            requireNonNull(source, "source");
        }
    }

    /** What the tools returned that the message before has called. */
    record ResultMessage(List<ToolResult> content) implements LlmMessage {
        public ResultMessage {
            content = List.copyOf(content);
        }
    }

    /** Texts and images; as JSON a single text is that text, anything else a list. */
    record Words(List<MessagePart> parts) {
        public Words {
            parts = List.copyOf(parts);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Words of(JsonNode json) {
            if (!json.isArray()) {
                return new Words(List.of(MessagePart.of(json)));
            }
            List<MessagePart> parts = new ArrayList<>();
            json.forEach(part -> parts.add(MessagePart.of(part)));
            return new Words(parts);
        }

        @JsonValue
        Object json() {
            return parts.size() == 1 && parts.get(0) instanceof MessagePart.Text only ? only.text() : parts;
        }

        public String toText() {
            return parts.stream().map(MessagePart::toText).collect(Collectors.joining(" "));
        }
    }

    /** A text, or calls of tools; as JSON either the text or the list of calls. */
    record Answer(String text, List<ToolCall> calls) {
        public Answer {
            calls = List.copyOf(calls);
            if (!calls.isEmpty() && !text.isEmpty()) {
                throw new IllegalArgumentException(
                        "answer: text and " + calls.size() + " calls (expected: one of the two)");
            }
        }

        public static Answer of(String text) {
            return new Answer(text, List.of());
        }

        public static Answer of(List<ToolCall> calls) {
            return new Answer("", calls);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Answer of(JsonNode json) {
            if (json.isTextual()) {
                return of(json.textValue());
            }
            if (!json.isArray()) {
                throw new IllegalArgumentException(
                        "content of an assistant: " + json.getNodeType() + " (expected: a text or a list of calls)");
            }
            List<ToolCall> calls = new ArrayList<>();
            json.forEach(call -> calls.add(new ToolCall(
                    call.path("id").asText(),
                    call.path("name").asText(),
                    call.path("arguments").asText())));
            return of(calls);
        }

        @JsonValue
        Object json() {
            return calls.isEmpty() ? text : calls;
        }
    }
}
