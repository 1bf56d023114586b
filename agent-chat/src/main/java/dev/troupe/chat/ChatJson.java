package dev.troupe.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.message.Json;
import java.util.List;

/** Values of conversations as JSON, the way messages are. */
final class ChatJson {
    private static final ObjectMapper MAPPER =
            Json.configure(JsonMapper.builder()).build();

    private ChatJson() {}

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns items as an array, each with its type. */
    static JsonNode items(List<? extends ChatItem> items) {
        return MAPPER.valueToTree(items.toArray(ChatItem[]::new));
    }

    /** Returns how long items are as JSON. */
    static int bytes(List<? extends ChatItem> items) {
        try {
            return MAPPER.writeValueAsBytes(items.toArray(ChatItem[]::new)).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("items of a conversation: " + e.getOriginalMessage(), e);
        }
    }

    static List<ChatItem> readItems(JsonNode array) {
        return List.of(value(array, ChatItem[].class));
    }

    static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON (expected: a " + type.getName() + "): " + e.getOriginalMessage(), e);
        }
    }
}
