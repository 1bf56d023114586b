package dev.troupe.chat.tool;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of an MCP server, which is reached as long as this is open. A call that the server fails, or does not answer in
 * time, is a result that says so. A tool that the server calls neither read-only nor idempotent is run {@link Tool#once once}.
 *
 * <p>Needs the optional dependencies {@code mcp-core} and {@code mcp-json-jackson2} of {@code io.modelcontextprotocol.sdk}.
 */
public final class McpTools implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpTools.class);

    private final McpSyncClient client;
    private final AtomicBoolean closed;
    private final List<Tool> tools;

    private McpTools(McpSyncClient client, AtomicBoolean closed, List<Tool> tools) {
        this.client = client;
        this.closed = closed;
        this.tools = tools;
    }

    /**
     * Starts a server as a process that ends when this is closed, and speaks with it by its standard input and output.
     *
     * @param command the program and its arguments
     * @param timeout of each request
     * @throws IllegalStateException if it does not answer
     */
    public static McpTools stdio(List<String> command, Duration timeout) {
        return stdio(command, Map.of(), timeout);
    }

    /** As {@link #stdio(List, Duration)}, with further variables in its environment. */
    public static McpTools stdio(List<String> command, Map<String, String> environment, Duration timeout) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command of an MCP server: empty (expected: a program)");
        }
        var process = ServerParameters.builder(command.get(0))
                .args(command.subList(1, command.size()))
                .env(environment)
                .build();
        var transport = new StdioClientTransport(process, McpJsonDefaults.getMapper());
        transport.setStdErrorHandler(line -> LOG.debug("{}: {}", command.get(0), line));
        return connect(command.get(0), transport, timeout);
    }

    /**
     * Speaks with a server by streamable HTTP.
     *
     * @param timeout of each request
     * @throws IllegalStateException if it does not answer
     */
    public static McpTools http(URI endpoint, Duration timeout) {
        return http(endpoint, Map.of(), timeout);
    }

    /** As {@link #http(URI, Duration)}, with headers, such as one with a key, in each request. */
    public static McpTools http(URI endpoint, Map<String, String> headers, Duration timeout) {
        var request = HttpRequest.newBuilder();
        headers.forEach(request::setHeader);
        var path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        var query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        var transport = HttpClientStreamableHttpTransport.builder(
                        endpoint.resolve("/").toString())
                .endpoint(path + query)
                .requestBuilder(request)
                .build();
        return connect(endpoint.toString(), transport, timeout);
    }

    private static McpTools connect(String server, McpClientTransport transport, Duration timeout) {
        var client = McpClient.sync(transport)
                .requestTimeout(timeout)
                .initializationTimeout(timeout)
                // Results are read by a model, which takes them as they are.
                .jsonSchemaValidator((schema, result) -> ValidationResponse.asValid(null))
                .build();
        try {
            client.initialize();
            var closed = new AtomicBoolean();
            List<Tool> tools = client.listTools().tools().stream()
                    .<Tool>map(tool -> McpTool.of(client, closed, tool))
                    .toList();
            return new McpTools(client, closed, tools);
        } catch (RuntimeException e) {
            client.close();
            throw new IllegalStateException(
                    "MCP server " + server + ": " + ToolRun.message(e) + " (expected: an answer within " + timeout
                            + ")",
                    e);
        }
    }

    /** Returns the tools that the server had when it was asked first. */
    public List<Tool> tools() {
        return tools;
    }

    /** Ends the connection, and the server if it is a process of its own; calls fail from now on. */
    @Override
    public void close() {
        closed.set(true);
        if (!client.closeGracefully()) {
            client.close();
        }
    }
}
