package dev.troupe.chat.tool;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A tool whose parameters are the fields of a record. */
record FunctionTool<P>(ToolSpecification specification, Class<P> parameters, Function<? super P, ?> function)
        implements Tool {

    static <P> FunctionTool<P> of(
            String name, String description, Class<P> parameters, Function<? super P, ?> function) {
        if (!parameters.isRecord()) {
            throw new IllegalArgumentException(
                    "parameters of tool '" + name + "': " + parameters.getName() + " (expected: a record)");
        }
        var specification = ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(schema(parameters))
                .build();
        return new FunctionTool<>(specification, parameters, function);
    }

    private static JsonObjectSchema schema(Class<?> parameters) {
        Map<String, JsonSchemaElement> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Map<Class<?>, JsonSchemaElementUtils.VisitedClassMetadata> visited = new LinkedHashMap<>();
        var whole = (JsonObjectSchema)
                JsonSchemaElementUtils.jsonSchemaElementFrom(parameters, parameters, null, true, visited);
        for (RecordComponent each : parameters.getRecordComponents()) {
            properties.put(each.getName(), whole.properties().get(each.getName()));
            if (each.getType() != Optional.class) {
                required.add(each.getName());
            }
        }
        return JsonObjectSchema.builder()
                .addProperties(properties)
                .required(required)
                .definitions(whole.definitions())
                .build();
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        JsonNode given = ToolJson.arguments(name(), arguments);
        Arguments.requireAll(specification, given);
        P value = requireNonNull(
                parameters.cast(ToolJson.value("arguments of tool '" + name() + "'", given, parameters)));
        return ToolJson.result(function.apply(value));
    }
}
