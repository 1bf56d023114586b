package dev.troupe.chat.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;

/** Checks of arguments. */
final class Arguments {
    private Arguments() {}

    /** Throws IllegalArgumentException with what is missing and what was expected. */
    static void requireAll(ToolSpecification tool, JsonNode given) {
        JsonObjectSchema schema = tool.parameters();
        if (schema == null || schema.required() == null) {
            return;
        }
        for (String each : schema.required()) {
            if (!given.hasNonNull(each)) {
                throw new IllegalArgumentException("Error: arguments of tool '" + tool.name() + "': " + given
                        + " without '" + each + "' (expected: " + schema.required() + ")");
            }
        }
    }
}
