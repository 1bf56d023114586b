package dev.troupe.chat.tool;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools from objects. */
public final class Tools {
    private Tools() {}

    /**
     * The methods of an object that LangChain4j's {@code @Tool} marks, in the order of their names. Parameters are read
     * from JSON, records too; a parameter of {@link ToolCallContext} is given the call's. A method returns as {@link
     * Tool#of} says; {@link Once} marks one that is not repeatable.
     *
     * @throws IllegalArgumentException if no method is a tool, or two have one name
     */
    public static List<Tool> of(Object object) {
        Map<String, Method> methods = new LinkedHashMap<>();
        List<Tool> tools = Arrays.stream(object.getClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(dev.langchain4j.agent.tool.Tool.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> tool(object, method, methods))
                .toList();
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(
                    "tools of " + object.getClass().getName() + ": none (expected: methods with @Tool)");
        }
        return tools;
    }

    private static Tool tool(Object object, Method method, Map<String, Method> methods) {
        var tool = MethodTool.of(object, method);
        @Nullable Method other = methods.put(tool.name(), method);
        if (other != null) {
            throw new IllegalArgumentException(
                    "tool '" + tool.name() + "': " + other + " and " + method + " (expected: names that differ)");
        }
        return method.isAnnotationPresent(Once.class) ? tool.once() : tool;
    }
}
