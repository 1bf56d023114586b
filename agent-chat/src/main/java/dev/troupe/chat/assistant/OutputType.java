package dev.troupe.chat.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an assistant answers instead of text.
 *
 * @param type null if only a schema is known: then any JSON is taken
 */
record OutputType(
        String name, ResponseFormat format, @Nullable Class<?> type) {

    static OutputType of(Class<?> type) {
        var schema = JsonSchemaElementUtils.jsonSchemaElementFrom(type, type, null, true, new LinkedHashMap<>());
        return new OutputType(type.getSimpleName(), format(type.getSimpleName(), schema), type);
    }

    static OutputType of(String name, String jsonSchema) {
        LlmJson.parse("schema of '" + name + "'", jsonSchema);
        return new OutputType(name, format(name, JsonRawSchema.from(jsonSchema)), null);
    }

    private static ResponseFormat format(String name, JsonSchemaElement root) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name(name).rootElement(root).build())
                .build();
    }

    /** Returns the answer as JSON; throws ModelException if it does not fit. */
    JsonNode parse(String agent, String answer) {
        var what = "answer of the model of " + agent + " for '" + name + "'";
        try {
            JsonNode tree = LlmJson.parse(what, answer);
            if (type != null) {
                LlmJson.value(what, tree, type);
            }
            return tree;
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage() == null ? what : e.getMessage(), e);
        }
    }
}
