package dev.troupe.chat.assistant;

import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with {@code {tool_name}}, {@code {arguments}}, {@code {result}} and {@code {is_error}}. */
record SummaryFormat(String format) implements BiFunction<ToolCall, ToolResult, String> {
    private static final Pattern FIELD = Pattern.compile("\\{(\\w*)}");
    private static final Set<String> FIELDS = Set.of("tool_name", "arguments", "result", "is_error");

    SummaryFormat {
        Matcher fields = FIELD.matcher(format);
        while (fields.find()) {
            if (!FIELDS.contains(fields.group(1))) {
                throw new IllegalArgumentException("tool call summary format: '" + fields.group()
                        + "' (expected: {tool_name}, {arguments}, {result} or {is_error})");
            }
        }
    }

    @Override
    public String apply(ToolCall call, ToolResult result) {
        return FIELD.matcher(format).replaceAll(field -> Matcher.quoteReplacement(value(field.group(1), call, result)));
    }

    private static String value(String field, ToolCall call, ToolResult result) {
        return switch (field) {
            case "tool_name" -> call.name();
            case "arguments" -> call.arguments();
            case "is_error" -> result.isError() ? "True" : "False";
            default -> result.content();
        };
    }
}
