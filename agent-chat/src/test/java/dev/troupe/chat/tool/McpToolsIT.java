package dev.troupe.chat.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tools of servers: one that is a process, one that is reached by HTTP. */
class McpToolsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void runsToolsOfAProcess() {
        List<Tool> tools;
        try (var mcp = McpTools.stdio(server(), TIMEOUT)) {
            tools = mcp.tools();
            assertThat(tools).extracting(Tool::name).containsExactly("echo", "broken");
            assertThat(tools).extracting(Tool::repeatable).containsExactly(true, false);
            assertThat(tools.get(0).specification().toJson()).contains("minLength", "Says it again.");

            assertThat(run(tools, "echo", "{\"text\":\"hi\"}"))
                    .isEqualTo(new ToolResult("c1", "echo", "echo hi", false));
            assertThat(run(tools, "broken", "")).isEqualTo(new ToolResult("c1", "broken", "out of order", true));
        }
        assertThat(run(tools, "echo", "{\"text\":\"hi\"}").content())
                .isEqualTo("tool 'echo': its MCP server is closed (expected: open)");
    }

    @Test
    void saysThatAServerDoesNotAnswer() {
        assertThatThrownBy(() -> McpTools.stdio(List.of(java(), "-version"), Duration.ofSeconds(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(expected: an answer within PT5S)");
    }

    @Test
    void runsToolsOfAServerThatIsReachedByHttp() throws Exception {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/mcp", McpToolsIT::answer);
        http.start();
        var endpoint = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
        try (var mcp = McpTools.http(endpoint, Map.of("X-Key", "secret"), TIMEOUT)) {

            assertThat(run(mcp.tools(), "echo", "{\"text\":\"hi\"}").content()).isEqualTo("secret hi");
            assertThat(run(mcp.tools(), "echo", "{}").isError()).isTrue();
        } finally {
            http.stop(0);
        }
    }

    private static ToolResult run(List<Tool> tools, String name, String arguments) {
        return Toolbox.of(tools)
                .run(new ToolCall("c1", name, arguments), "tool-1-1", StepRecorder.of("helper"))
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
    }

    /** Without what logs to its standard output, which is for the protocol. */
    private static List<String> server() {
        var classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(java(), "-cp", classes, StdioMcpServer.class.getName());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            JsonNode request = MAPPER.readTree(exchange.getRequestBody());
            if (!request.has("id")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            var answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", request.get("id"));
            String key = exchange.getRequestHeaders().getFirst("X-Key");
            JsonNode result = result(request, key);
            if (result.isMissingNode()) {
                answer.putObject("error").put("code", -32602).put("message", "no text");
            } else {
                answer.set("result", result);
            }
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static JsonNode result(JsonNode request, String key) throws IOException {
        var parameters = request.path("params");
        return switch (request.get("method").asText()) {
            case "initialize" -> MAPPER.readTree("""
                    {"protocolVersion": %s, "capabilities": {"tools": {}}, "serverInfo": {"name": "test", "version": "1"}}""".formatted(parameters.get("protocolVersion")));
            case "tools/list" -> MAPPER.readTree("""
                    {"tools": [{"name": "echo", "description": "Says it again.", "inputSchema": {"type": "object"}}]}""");
            case "tools/call" ->
                parameters.path("arguments").has("text")
                        ? MAPPER.readTree("""
                            {"content": [{"type": "text", "text": "%s %s"}], "isError": false}""".formatted(
                                key, parameters.path("arguments").path("text").asText()))
                        : MAPPER.missingNode();
            default -> MAPPER.createObjectNode();
        };
    }
}
