package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.Collectors;

/** What a participant says to the others. */
public sealed interface ChatMessage extends ChatItem {

    record TextMessage(@JsonUnwrapped Origin origin, String content) implements ChatMessage {
        public TextMessage {
            requireNonNull(content, "content");
        }

        @Override
        public String toText() {
            return content;
        }
    }

    /** Texts and images, in order. */
    record MultiModalMessage(@JsonUnwrapped Origin origin, List<MessagePart> content) implements ChatMessage {
        public MultiModalMessage {
            content = List.copyOf(content);
        }

        @Override
        public String toText() {
            return content.stream().map(MessagePart::toText).collect(Collectors.joining(" "));
        }
    }

    /** Asks for the end of the conversation; {@code content} says why. */
    record StopMessage(@JsonUnwrapped Origin origin, String content) implements ChatMessage {
        public StopMessage {
            requireNonNull(content, "content");
        }

        @Override
        public String toText() {
            return content;
        }
    }

    /**
     * Asks that {@code target} goes on: a participant, or somebody outside of the team.
     *
     * @param context what the target's model is to see of how it came to this, as AutoGen's model messages
     */
    record HandoffMessage(@JsonUnwrapped Origin origin, String content, String target, List<JsonNode> context)
            implements ChatMessage {
        public HandoffMessage {
            requireNonNull(content, "content");
            requireNonNull(target, "target");
            context = context == null ? List.of() : List.copyOf(context);
        }

        public HandoffMessage(Origin origin, String content, String target) {
            this(origin, content, target, List.of());
        }

        @Override
        public String toText() {
            return content;
        }
    }

    /** The results of tools instead of an answer of the model; {@code content} shows them as text. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ToolCallSummaryMessage(
            @JsonUnwrapped Origin origin, String content, List<ToolCall> toolCalls, List<ToolResult> results)
            implements ChatMessage {
        public ToolCallSummaryMessage {
            requireNonNull(content, "content");
            toolCalls = List.copyOf(toolCalls);
            results = List.copyOf(results);
        }

        @Override
        public String toText() {
            return content;
        }
    }

    /** A value of a type of the application; {@code contentType} names it. */
    @JsonNaming(SnakeCaseStrategy.class)
    record StructuredMessage(@JsonUnwrapped Origin origin, String contentType, JsonNode content)
            implements ChatMessage {
        public StructuredMessage {
            requireNonNull(contentType, "contentType");
            requireNonNull(content, "content");
        }

        @Override
        public String toText() {
            return content.toString();
        }
    }
}
