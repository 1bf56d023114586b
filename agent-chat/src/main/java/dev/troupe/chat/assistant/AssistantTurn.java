package dev.troupe.chat.assistant;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.ChatEvent.MemoryQueryEvent;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.StructuredMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.Response;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.assistant.LlmMessage.Answer;
import dev.troupe.chat.assistant.LlmMessage.AssistantMessage;
import dev.troupe.chat.assistant.LlmMessage.ResultMessage;
import dev.troupe.chat.assistant.LlmMessage.SystemMessage;
import dev.troupe.chat.memory.Memory;
import dev.troupe.chat.telemetry.ChatTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One turn of an assistant: a chain of stages, each of which begins when the one before has ended. So its fields, though
 * many threads change them, are never changed by two at once.
 */
final class AssistantTurn {
    private final AssistantSettings settings;
    private final ChatContext context;
    private final ChatTelemetry telemetry;
    private final ModelCaller model;
    private final List<LlmMessage> messages;
    private final List<ChatEvent> events = new ArrayList<>();
    private volatile boolean cancelled;
    private int modelCalls;

    /** Facts of a memory, as they are stored with the turn. */
    private record Facts(List<String> contents) {}

    AssistantTurn(AssistantSettings settings, AssistantMemory memory, ChatContext context, ChatTelemetry telemetry) {
        this.telemetry = telemetry;
        this.settings = settings;
        this.context = context;
        this.model = ModelCaller.of(settings.name, telemetry.model(settings.model), settings.streams);
        this.messages = new ArrayList<>(memory.messages());
    }

    CompletionStage<Response<AssistantMemory>> respond(List<ChatMessage> heard) {
        context.onCancel(() -> cancelled = true);
        heard.forEach(message -> messages.addAll(HeardMessages.of(message)));
        String last = heard.isEmpty() ? "" : heard.get(heard.size() - 1).toText();
        return remember(0, last).thenCompose(done -> think(context.nextOrigin(), 1));
    }

    private CompletionStage<Void> remember(int index, String last) {
        if (index == settings.memories.size()) {
            return CompletableFuture.completedFuture(null);
        }
        var query = new Memory.Query(context.conversation(), last);
        return context.step(
                        Step.repeatable("memory-" + (index + 1)),
                        Facts.class,
                        key -> new Facts(settings.memories.get(index).query(query)))
                .thenCompose(facts -> {
                    onFacts(facts.contents());
                    return remember(index + 1, last);
                });
    }

    private void onFacts(List<String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        messages.add(new SystemMessage(IntStream.range(0, facts.size())
                .mapToObj(i -> (i + 1) + ". " + facts.get(i))
                .collect(Collectors.joining("\n", "\nRelevant memory content (in chronological order):\n", "\n"))));
        happened(new MemoryQueryEvent(context.nextOrigin(), facts));
    }

    /** Shown at once, those who watch see it before the pieces of the answer that comes of it. */
    private void happened(ChatEvent event) {
        events.add(event);
        context.show(event);
    }

    /** @param origin of the message that the answer becomes if it is text */
    private CompletionStage<Response<AssistantMemory>> think(Origin origin, int iteration) {
        return ask(origin, settings.specifications()).thenCompose(answer -> {
            onAnswer(answer);
            return answer.calls().isEmpty()
                    ? CompletableFuture.completedFuture(say(text(origin, answer)))
                    : runTools(answer, iteration).thenCompose(results -> onResults(origin, answer, results, iteration));
        });
    }

    private CompletionStage<ModelAnswer> ask(Origin origin, List<ToolSpecification> tools) {
        if (cancelled) {
            return CompletableFuture.failedFuture(new CancellationException(settings.name + ": the run is cancelled"));
        }
        List<LlmMessage> seen = new ArrayList<>();
        if (settings.systemMessage != null) {
            seen.add(new SystemMessage(settings.systemMessage));
        }
        seen.addAll(ModelContexts.withoutOrphans(settings.modelContext.view(List.copyOf(messages))));
        var request = ChatRequest.builder().messages(ModelMessages.of(seen));
        if (!tools.isEmpty()) {
            request.toolSpecifications(tools);
        }
        if (settings.output != null) {
            request.responseFormat(settings.output.format());
        }
        return model.call(request.build(), Step.repeatable("model-" + ++modelCalls), origin, context);
    }

    private void onAnswer(ModelAnswer answer) {
        if (answer.thought() != null) {
            happened(new ThoughtEvent(context.nextOrigin(), answer.thought()));
        }
        var content = answer.calls().isEmpty() ? Answer.of(answer.text()) : Answer.of(answer.calls());
        messages.add(new AssistantMessage(content, answer.thought(), settings.name));
    }

    /** Runs all calls at once; their results are in the order of the calls. */
    private CompletionStage<List<ToolResult>> runTools(ModelAnswer answer, int iteration) {
        happened(new ToolCallRequestEvent(withUsage(context.nextOrigin(), answer), answer.calls()));
        List<CompletableFuture<ToolResult>> running = new ArrayList<>();
        for (ToolCall call : answer.calls()) {
            String step = "tool-" + iteration + "-" + (running.size() + 1);
            running.add(runTool(call, step).toCompletableFuture());
        }
        return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<ToolResult> runTool(ToolCall call, String step) {
        return settings.handoffs.stream()
                .filter(handoff -> handoff.name().equals(call.name()))
                .findFirst()
                .map(handoff -> (CompletionStage<ToolResult>) CompletableFuture.completedFuture(
                        new ToolResult(call.id(), call.name(), handoff.message(), false)))
                .orElseGet(() -> telemetry.executeTool(
                        call.name(), call.id(), "function", () -> settings.tools.run(call, step, context)));
    }

    private CompletionStage<Response<AssistantMemory>> onResults(
            Origin origin, ModelAnswer answer, List<ToolResult> results, int iteration) {
        messages.add(new ResultMessage(results));
        happened(new ToolCallExecutionEvent(context.nextOrigin(), results));
        var handoffs = new Handoffs(settings.name, settings.handoffs);
        if (handoffs.anyIn(answer)) {
            return CompletableFuture.completedFuture(say(handoffs.message(context.nextOrigin(), answer, results)));
        }
        if (iteration < settings.maxToolIterations) {
            return think(origin, iteration + 1);
        }
        return settings.reflectsOnToolUse()
                ? reflect()
                : CompletableFuture.completedFuture(say(summary(answer, results)));
    }

    private CompletionStage<Response<AssistantMemory>> reflect() {
        var origin = context.nextOrigin();
        return ask(origin, List.of()).thenApply(answer -> {
            if (!answer.calls().isEmpty()) {
                throw new ModelException(settings.name + ": Reflect on tool use produced no valid text response.");
            }
            onAnswer(answer);
            return say(text(origin, answer));
        });
    }

    private ChatMessage text(Origin origin, ModelAnswer answer) {
        var from = withUsage(origin, answer);
        if (settings.output == null) {
            return new TextMessage(from, answer.text());
        }
        return new StructuredMessage(from, settings.output.name(), settings.output.parse(settings.name, answer.text()));
    }

    private ChatMessage summary(ModelAnswer answer, List<ToolResult> results) {
        String shown = IntStream.range(0, results.size())
                .mapToObj(i -> settings.summary.apply(answer.calls().get(i), results.get(i)))
                .collect(Collectors.joining("\n"));
        return new ToolCallSummaryMessage(context.nextOrigin(), shown, answer.calls(), results);
    }

    private static Origin withUsage(Origin origin, ModelAnswer answer) {
        return answer.usage() == null ? origin : origin.withUsage(answer.usage());
    }

    private Response<AssistantMemory> say(ChatMessage message) {
        return Response.of(AssistantMemory.of(messages), message, events);
    }
}
