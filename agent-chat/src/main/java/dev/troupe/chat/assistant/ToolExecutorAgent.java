package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.StructuredMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.tool.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A participant without a model that runs the tools that the last message asks for: a list of calls, as text or as a value,
 * {@code [{"id": .., "name": .., "arguments": ..}]}. It says what they returned. Remembers nothing.
 */
public final class ToolExecutorAgent implements ChatAgent<ToolExecutorAgent.Nothing> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What it remembers. */
    public record Nothing() {}

    private final String name;
    private final Toolbox tools;

    private ToolExecutorAgent(String name, Toolbox tools) {
        this.name = AgentNames.require(name);
        this.tools = requireNonNull(tools, "tools");
    }

    public static ToolExecutorAgent of(String name, Toolbox tools) {
        return new ToolExecutorAgent(name, tools);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "Runs tools: " + tools.tools().stream().map(each -> each.name()).collect(Collectors.joining(", ")) + ".";
    }

    @Override
    public Class<Nothing> memoryType() {
        return Nothing.class;
    }

    @Override
    public Nothing emptyMemory() {
        return new Nothing();
    }

    @Override
    public CompletionStage<Response<Nothing>> respond(Nothing memory, List<ChatMessage> heard, ChatContext context) {
        List<ToolCall> calls = heard.isEmpty() ? List.of() : calls(heard.get(heard.size() - 1));
        if (calls.isEmpty()) {
            return CompletableFuture.completedFuture(Response.of(
                    memory,
                    new TextMessage(
                            context.nextOrigin(),
                            "No tool calls found (expected: [{\"id\": .., \"name\": .., \"arguments\": ..}]).")));
        }
        var requested = new ToolCallRequestEvent(context.nextOrigin(), calls);
        List<CompletableFuture<ToolResult>> running = new ArrayList<>();
        for (ToolCall call : calls) {
            running.add(
                    tools.run(call, "tool-1-" + (running.size() + 1), context).toCompletableFuture());
        }
        return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<ToolResult> results = new ArrayList<>();
                    running.forEach(each -> results.add(each.join()));
                    return said(requested, results, context);
                });
    }

    private static Response<Nothing> said(
            ToolCallRequestEvent requested, List<ToolResult> results, ChatContext context) {
        var executed = new ToolCallExecutionEvent(context.nextOrigin(), results);
        var shown = results.stream().map(ToolResult::content).collect(Collectors.joining("\n"));
        var message = new ToolCallSummaryMessage(context.nextOrigin(), shown, requested.content(), results);
        return Response.of(new Nothing(), message, List.<ChatEvent>of(requested, executed));
    }

    private static List<ToolCall> calls(ChatMessage message) {
        @Nullable
        JsonNode json =
                message instanceof StructuredMessage structured ? structured.content() : parse(message.toText());
        List<ToolCall> calls = new ArrayList<>();
        if (json != null && json.isArray()) {
            json.forEach(call -> {
                if (call.path("name").isTextual()) {
                    calls.add(call(call, calls.size() + 1));
                }
            });
        }
        return calls;
    }

    private static ToolCall call(JsonNode json, int number) {
        JsonNode arguments = json.path("arguments");
        return new ToolCall(
                json.path("id").asText("call-" + number),
                json.get("name").textValue(),
                arguments.isTextual()
                        ? arguments.textValue()
                        : arguments.isMissingNode() ? "{}" : arguments.toString());
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return null; // no calls, but talk
        }
    }
}
