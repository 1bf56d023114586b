package dev.troupe.chat.assistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.message.Json;

/** Messages of models, and their structured answers, as JSON. */
final class LlmJson {
    private static final ObjectMapper MAPPER =
            Json.configure(JsonMapper.builder()).build();

    private LlmJson() {}

    static JsonNode tree(LlmMessage message) {
        return MAPPER.valueToTree(message);
    }

    static LlmMessage message(JsonNode json) {
        return value("context of a handoff", json, LlmMessage.class);
    }

    static JsonNode parse(String what, String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (!tree.isMissingNode()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + ": " + e.getOriginalMessage() + " (expected: JSON)", e);
        }
        throw new IllegalArgumentException(what + ": empty (expected: JSON)");
    }

    static <T> T value(String what, JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    what + " (expected: a " + type.getSimpleName() + "): " + e.getOriginalMessage(), e);
        }
    }
}
