package dev.troupe.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.message.Json;

/** Values of conversations as JSON, the way messages are. */
final class ChatJson {
    private static final ObjectMapper MAPPER =
            Json.configure(JsonMapper.builder()).build();

    private ChatJson() {}

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "memory of a participant (expected: a " + type.getName() + "): " + e.getOriginalMessage(), e);
        }
    }
}
