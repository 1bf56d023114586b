package dev.troupe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.chat.ChatEvent.MemoryQueryEvent;
import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatEvent.UserInputRequestedEvent;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.MultiModalMessage;
import dev.troupe.chat.ChatMessage.StopMessage;
import dev.troupe.chat.ChatMessage.StructuredMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import dev.troupe.message.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatItemJsonTest {
    private static final ObjectMapper MAPPER =
            Json.configure(JsonMapper.builder()).build();
    private static final Origin ORIGIN =
            new Origin("i1", "writer", new ModelUsage(10, 2), Map.of("k", "v"), Instant.parse("2026-01-02T03:04:05Z"));
    private static final ToolCall CALL = new ToolCall("c1", "search", "{\"q\":1}");
    private static final ToolResult RESULT = new ToolResult("c1", "search", "found", false);

    static Stream<ChatItem> everything() {
        return Stream.of(
                new TextMessage(ORIGIN, "hi"),
                new MultiModalMessage(ORIGIN, List.of(new MessagePart.Text("see"), new MessagePart.Image("QUJD"))),
                new StopMessage(ORIGIN, "enough"),
                new HandoffMessage(ORIGIN, "over to you", "editor"),
                new ToolCallSummaryMessage(ORIGIN, "found", List.of(CALL), List.of(RESULT)),
                new StructuredMessage(
                        ORIGIN, "Point", JsonNodeFactory.instance.objectNode().put("x", 1)),
                new ToolCallRequestEvent(ORIGIN, List.of(CALL)),
                new ToolCallExecutionEvent(ORIGIN, List.of(RESULT)),
                new StreamingChunkEvent(ORIGIN, "h", "i2"),
                new ThoughtEvent(ORIGIN, "hm"),
                new SelectSpeakerEvent(ORIGIN, List.of("writer")),
                new MemoryQueryEvent(ORIGIN, List.of("once")),
                new UserInputRequestedEvent(ORIGIN, "r1", ""));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void readsWhatItWrote(ChatItem item) throws Exception {
        String json = MAPPER.writeValueAsString(item);

        assertThat(MAPPER.readValue(json, ChatItem.class)).isEqualTo(item);
    }

    @Test
    void writesTheFieldsOfAutoGen() throws Exception {
        var json = MAPPER.readTree(MAPPER.writeValueAsString(new TextMessage(ORIGIN, "hi")));

        assertThat(json).isEqualTo(MAPPER.readTree("""
                {"type": "TextMessage", "id": "i1", "source": "writer",
                 "models_usage": {"prompt_tokens": 10, "completion_tokens": 2},
                 "metadata": {"k": "v"}, "created_at": "2026-01-02T03:04:05Z", "content": "hi"}"""));
    }

    @Test
    void readsAMessageOfAutoGenWithFieldsThatItDoesNotKnow() throws Exception {
        String json = """
                {"id": "i1", "source": "b", "models_usage": null, "metadata": {}, "created_at": "2026-01-02T03:04:05Z",
                 "content": "to you", "target": "user", "context": [], "type": "HandoffMessage"}""";

        var read = MAPPER.readValue(json, ChatItem.class);

        assertThat(read)
                .isEqualTo(new HandoffMessage(
                        Origin.of("i1", "b", Instant.parse("2026-01-02T03:04:05Z")), "to you", "user"));
    }

    @Test
    void refusesAPartThatIsNeitherTextNorImage() {
        assertThatThrownBy(() -> MAPPER.readValue("[{\"url\":\"x\"}]", MessagePart[].class))
                .hasMessageContaining("expected: a text, or an object with the Base64 of an image");
    }
}
