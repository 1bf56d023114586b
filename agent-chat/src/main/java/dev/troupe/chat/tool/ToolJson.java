package dev.troupe.chat.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Arguments and results of tools as JSON. */
final class ToolJson {
    private static final ObjectMapper MAPPER =
            Json.configure(JsonMapper.builder()).build();

    private ToolJson() {}

    /**
     * Reads arguments; none at all are an empty object.
     *
     * @throws IllegalArgumentException if they are no JSON object
     */
    static JsonNode arguments(String tool, String text) {
        if (text.isBlank()) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonNode arguments = MAPPER.readTree(text);
            if (arguments.isObject()) {
                return arguments;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Error: arguments of tool '" + tool + "': " + e.getOriginalMessage() + " (expected: a JSON object)",
                    e);
        }
        throw new IllegalArgumentException(
                "Error: arguments of tool '" + tool + "': " + text + " (expected: a JSON object)");
    }

    /**
     * Reads one value of arguments.
     *
     * @param what names the value
     * @throws IllegalArgumentException if it does not fit
     */
    static @Nullable Object value(String what, JsonNode json, Type type) {
        JavaType wanted = MAPPER.constructType(type);
        try {
            return MAPPER.readerFor(wanted).readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Error: " + what + ": " + json + " (expected: " + shown(wanted) + "): " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(JavaType type) {
        return type.getRawClass().getSimpleName();
    }

    static Map<String, Object> map(JsonNode arguments) {
        return MAPPER.convertValue(arguments, new TypeReference<Map<String, Object>>() {});
    }

    /** Reads a value that may be written as JSON, or is a text without quotes. */
    static JsonNode parseOrText(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    /** Returns what the model is shown of a result. */
    static CompletionStage<String> result(@Nullable Object value) {
        if (value instanceof CompletionStage<?> stage) {
            return stage.thenCompose(ToolJson::result);
        }
        return CompletableFuture.completedFuture(text(value));
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "Success"; // models, and some providers, do not like an empty result
        }
        return value instanceof String text ? text : Json.text(value);
    }
}
