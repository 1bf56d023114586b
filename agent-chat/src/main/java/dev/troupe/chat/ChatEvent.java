package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What those who watch a conversation are told; participants are not. */
public sealed interface ChatEvent extends ChatItem {

    /** A model wants tools to be run. */
    record ToolCallRequestEvent(@JsonUnwrapped Origin origin, List<ToolCall> content) implements ChatEvent {
        public ToolCallRequestEvent {
            content = List.copyOf(content);
        }

        @Override
        public String toText() {
            return content.stream().map(call -> call.name() + call.arguments()).collect(Collectors.joining("\n"));
        }
    }

    /** Tools were run. */
    record ToolCallExecutionEvent(@JsonUnwrapped Origin origin, List<ToolResult> content) implements ChatEvent {
        public ToolCallExecutionEvent {
            content = List.copyOf(content);
        }

        @Override
        public String toText() {
            return content.stream().map(ToolResult::content).collect(Collectors.joining("\n"));
        }
    }

    /**
     * A piece of an answer that is still being made.
     *
     * @param fullMessageId of the message that it will be part of
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record StreamingChunkEvent(
            @JsonUnwrapped Origin origin,
            String content,
            @Nullable String fullMessageId) implements ChatEvent {
        @Override
        public String toText() {
            return content;
        }
    }

    /** What a model says of its reasoning. */
    record ThoughtEvent(@JsonUnwrapped Origin origin, String content) implements ChatEvent {
        public ThoughtEvent {
            requireNonNull(content, "content");
        }

        @Override
        public String toText() {
            return content;
        }
    }

    /** Who speaks next. */
    record SelectSpeakerEvent(@JsonUnwrapped Origin origin, List<String> content) implements ChatEvent {
        public SelectSpeakerEvent {
            content = List.copyOf(content);
        }

        @Override
        public String toText() {
            return String.join(", ", content);
        }
    }

    /** What a participant has remembered for its answer. */
    record MemoryQueryEvent(@JsonUnwrapped Origin origin, List<String> content) implements ChatEvent {
        public MemoryQueryEvent {
            content = List.copyOf(content);
        }

        @Override
        public String toText() {
            return String.join("\n", content);
        }
    }

    /** A person is asked for an answer. */
    @JsonNaming(SnakeCaseStrategy.class)
    record UserInputRequestedEvent(@JsonUnwrapped Origin origin, String requestId, String content)
            implements ChatEvent {
        @Override
        public String toText() {
            return content;
        }
    }
}
