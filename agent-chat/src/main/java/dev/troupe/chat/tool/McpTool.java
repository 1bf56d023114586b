package dev.troupe.chat.tool;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.troupe.message.Json;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tool of an MCP server. */
record McpTool(McpSyncClient client, AtomicBoolean closed, ToolSpecification specification, boolean repeatable)
        implements Tool {

    static McpTool of(McpSyncClient client, AtomicBoolean closed, McpSchema.Tool tool) {
        var specification = ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(schema(tool.inputSchema()))
                .build();
        return new McpTool(client, closed, specification, repeatable(tool.annotations()));
    }

    private static boolean repeatable(McpSchema.@Nullable ToolAnnotations hints) {
        return hints != null
                && (Boolean.TRUE.equals(hints.readOnlyHint()) || Boolean.TRUE.equals(hints.idempotentHint()));
    }

    /** Hands schemas on as they are, for they may say more than LangChain4j has words for. */
    private static JsonObjectSchema schema(@Nullable Map<String, Object> given) {
        var schema = JsonObjectSchema.builder();
        if (given == null) {
            return schema.build();
        }
        schema.addProperties(elements(given.get("properties")));
        if (given.get("required") instanceof List<?> required) {
            schema.required(required.stream().map(String::valueOf).toList());
        }
        Map<String, JsonSchemaElement> definitions = elements(given.get("$defs"));
        if (!definitions.isEmpty()) {
            schema.definitions(definitions);
        }
        return schema.build();
    }

    private static Map<String, JsonSchemaElement> elements(@Nullable Object given) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> named) {
            named.forEach(
                    (name, element) -> elements.put(String.valueOf(name), JsonRawSchema.from(Json.text(element))));
        }
        return elements;
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        if (closed.get()) { // the client would start the server anew
            return CompletableFuture.failedFuture(
                    new IllegalStateException("tool '" + name() + "': its MCP server is closed (expected: open)"));
        }
        var given = ToolJson.arguments(name(), arguments);
        var request = McpSchema.CallToolRequest.builder(name())
                .arguments(ToolJson.map(given))
                .build();
        McpSchema.CallToolResult result = client.callTool(request);
        String text = text(result);
        return Boolean.TRUE.equals(result.isError())
                ? CompletableFuture.failedFuture(new IllegalStateException(text))
                : CompletableFuture.completedFuture(text);
    }

    private static String text(McpSchema.CallToolResult result) {
        List<McpSchema.Content> contents = result.content() == null ? List.of() : result.content();
        if (contents.isEmpty() && result.structuredContent() != null) {
            return Json.text(result.structuredContent());
        }
        return contents.stream().map(McpTool::text).collect(Collectors.joining("\n"));
    }

    private static String text(McpSchema.Content content) {
        return content instanceof McpSchema.TextContent text ? text.text() : "[" + content.type() + "]";
    }
}
