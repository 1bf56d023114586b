package dev.troupe.chat.tool;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;

/** A process with two tools: one that echoes, one that fails. */
final class StdioMcpServer {
    private StdioMcpServer() {}

    public static void main(String... args) {
        var mapper = McpJsonDefaults.getMapper();
        var echo = McpSchema.Tool.builder("echo", mapper, """
                        {"type": "object", "properties": {"text": {"type": "string", "minLength": 1}}, "required": ["text"]}""")
                .description("Says it again.")
                .annotations(
                        McpSchema.ToolAnnotations.builder().readOnlyHint(true).build())
                .build();
        var broken = McpSchema.Tool.builder("broken", Map.of("type", "object"))
                .description("Fails.")
                .build();
        McpServer.sync(new StdioServerTransportProvider(mapper))
                .serverInfo("test", "1")
                .jsonSchemaValidator((schema, result) -> ValidationResponse.asValid(null))
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .toolCall(
                        echo,
                        (exchange, call) -> result("echo " + call.arguments().get("text"), false))
                .toolCall(broken, (exchange, call) -> result("out of order", true))
                .build();
    }

    private static McpSchema.CallToolResult result(String text, boolean error) {
        return McpSchema.CallToolResult.builder(
                        List.of(McpSchema.TextContent.builder(text).build()))
                .isError(error)
                .build();
    }
}
