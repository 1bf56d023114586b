package dev.troupe.chat.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method of an object as a tool. */
record MethodTool(ToolSpecification specification, Object object, Method method) implements Tool {

    static MethodTool of(Object object, Method method) {
        method.setAccessible(true);
        return new MethodTool(withoutContext(ToolSpecifications.toolSpecificationFrom(method), method), object, method);
    }

    /** The context of a call is nothing that a model gives. */
    private static ToolSpecification withoutContext(ToolSpecification specification, Method method) {
        JsonObjectSchema schema = specification.parameters();
        if (schema == null) {
            return specification;
        }
        Map<String, JsonSchemaElement> properties = new LinkedHashMap<>(schema.properties());
        List<String> required = new ArrayList<>(schema.required() == null ? List.of() : schema.required());
        for (Parameter each : method.getParameters()) {
            if (each.getType() == ToolCallContext.class) {
                properties.remove(name(each));
                required.remove(name(each));
            }
        }
        var without = JsonObjectSchema.builder()
                .description(schema.description())
                .addProperties(properties)
                .required(required)
                .definitions(schema.definitions())
                .build();
        return specification.toBuilder().parameters(without).build();
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        JsonNode given = ToolJson.arguments(name(), arguments);
        Arguments.requireAll(specification, given);
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            values[i] = parameters[i].getType() == ToolCallContext.class ? context : value(given, parameters[i]);
        }
        return invoke(values);
    }

    private @Nullable Object value(JsonNode given, Parameter parameter) {
        var name = name(parameter);
        JsonNode json = given.hasNonNull(name) ? given.get(name) : otherwise(parameter);
        return ToolJson.value(
                "argument '" + name + "' of tool '" + name() + "'", json, parameter.getParameterizedType());
    }

    private static JsonNode otherwise(Parameter parameter) {
        @Nullable P described = parameter.getAnnotation(P.class);
        return described == null || described.defaultValue().equals(P.NO_DEFAULT)
                ? NullNode.getInstance()
                : ToolJson.parseOrText(described.defaultValue());
    }

    /** As LangChain4j names it in the specification. */
    private static String name(Parameter parameter) {
        @Nullable P described = parameter.getAnnotation(P.class);
        return described == null || described.name().isEmpty() ? parameter.getName() : described.name();
    }

    private CompletionStage<String> invoke(@Nullable Object[] values) {
        try {
            return ToolJson.result(method.invoke(object, values));
        } catch (InvocationTargetException e) {
            return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
        } catch (IllegalAccessException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
