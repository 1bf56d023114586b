package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.memory.Memory;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.telemetry.ChatTelemetry;
import dev.troupe.chat.tool.Tool;
import dev.troupe.chat.tool.ToolApproval;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A participant that answers with a model, which may have tools run and hand off to others. Its events, texts and defaults
 * are those of AutoGen's {@code AssistantAgent}. Immutable; each {@code withX} returns a copy.
 *
 * <p>Each call of the model and each call of a tool is a step of the turn: what was answered is not asked again if a durable
 * team's turn is run again. A model that fails ends the run with {@link ModelException}; a tool that fails does not, for the
 * model is told.
 */
public final class AssistantAgent implements ChatAgent<AssistantMemory> {
    private final AssistantSettings settings;

    private AssistantAgent(AssistantSettings settings) {
        this.settings = settings;
    }

    /**
     * An assistant without tools, whose model sees all that it remembers.
     *
     * @throws IllegalArgumentException if the name has other characters than letters, digits, {@code _} and {@code -}
     */
    public static AssistantAgent of(String name, ChatModel model) {
        return of(name, Model.of(requireNonNull(model, "model")));
    }

    /** As {@link #of(String, ChatModel)}. */
    public static AssistantAgent of(String name, Model model) {
        return new AssistantAgent(new AssistantSettings(AgentNames.require(name), requireNonNull(model, "model")));
    }

    public AssistantAgent withDescription(String description) {
        return with(all -> all.description = requireNonNull(description, "description"));
    }

    public AssistantAgent withSystemMessage(String message) {
        return with(all -> all.systemMessage = requireNonNull(message, "message"));
    }

    public AssistantAgent withoutSystemMessage() {
        return with(all -> all.systemMessage = null);
    }

    /**
     * Lets the model have these run, instead of others that were given before.
     *
     * @throws IllegalArgumentException if two, or one and a handoff, have one name
     */
    public AssistantAgent withTools(List<? extends Tool> tools) {
        return with(all -> all.tools = all.tools.withTools(tools));
    }

    /** As {@link #withTools(List)}. */
    public AssistantAgent withTools(Tool... tools) {
        return withTools(List.of(tools));
    }

    /** Asks before each run of a tool; everything is approved unless this is called. */
    public AssistantAgent withToolApproval(ToolApproval approval) {
        return with(all -> all.tools = all.tools.withApproval(approval));
    }

    /** Limits the time of each call of a tool; 5 minutes unless this is called. See {@link dev.troupe.chat.tool.Toolbox#withTimeout}. */
    public AssistantAgent withToolTimeout(Duration timeout) {
        return with(all -> all.tools = all.tools.withTimeout(timeout));
    }

    /**
     * Lets the model hand off. If one answer has several handoffs, the first one counts.
     *
     * @throws IllegalArgumentException if two, or one and a tool, have one name
     */
    public AssistantAgent withHandoffs(Handoff... handoffs) {
        return with(all -> all.handoffs = List.of(handoffs));
    }

    /** As {@link #withHandoffs(Handoff...)}, with AutoGen's texts. */
    public AssistantAgent withHandoffs(String... targets) {
        return withHandoffs(Arrays.stream(targets).map(Handoff::to).toArray(Handoff[]::new));
    }

    /** Looks facts up, in this order, before the model is asked first in a turn. */
    public AssistantAgent withMemory(Memory... memories) {
        return with(all -> all.memories = List.of(memories));
    }

    public AssistantAgent withModelContext(ModelContext context) {
        return with(all -> all.modelContext = requireNonNull(context, "context"));
    }

    /**
     * Has the model answer with JSON of a type: the message is a {@link ChatMessage.StructuredMessage}. An answer that does
     * not fit ends the run with {@link ModelException}.
     */
    public AssistantAgent withOutputType(Class<?> type) {
        return with(all -> all.output = OutputType.of(type));
    }

    /**
     * Has the model answer with JSON of a schema. That the answer fits is up to the model; that it is JSON is checked.
     *
     * @param name of the type, which the message names
     * @throws IllegalArgumentException if the schema is no JSON
     */
    public AssistantAgent withOutputType(String name, String jsonSchema) {
        return with(all -> all.output = OutputType.of(name, jsonSchema));
    }

    /** Asks this model instead, and shows pieces of its answers as they come. */
    public AssistantAgent withStreaming(StreamingChatModel model) {
        return with(all -> {
            all.model = new Model(
                    all.model.name(),
                    all.model.provider(),
                    all.model.blocking(),
                    Optional.of(requireNonNull(model, "model")));
            all.streams = true;
        });
    }

    /**
     * Shows pieces of the model's answers as they come.
     *
     * @throws IllegalArgumentException if the model cannot do that
     */
    public AssistantAgent withStreaming() {
        return withStreaming(settings.model
                .streaming()
                .orElseThrow(() -> new IllegalArgumentException("model '" + settings.model.name() + "' of "
                        + settings.name + ": answers as a whole (expected: one that streams)")));
    }

    /** Tells OpenTelemetry of each turn, and of what its model and its tools do; nobody is told unless this is called. */
    public AssistantAgent withTelemetry(ChatTelemetry telemetry) {
        return with(all -> all.telemetry = requireNonNull(telemetry, "telemetry"));
    }

    /**
     * Says how often in a turn tools are run and the model is then asked again; 1 unless this is called.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public AssistantAgent withMaxToolIterations(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("tool iterations: " + most + " (expected: >= 1)");
        }
        return with(all -> all.maxToolIterations = most);
    }

    /** Says whether the model makes an answer of the last results; if not, the message shows them. */
    public AssistantAgent withReflectionOnToolUse(boolean reflects) {
        return with(all -> all.reflection = reflects);
    }

    /**
     * Says how a message shows the result of a tool: a text with {@code {tool_name}}, {@code {arguments}}, {@code {result}}
     * and {@code {is_error}}.
     *
     * @throws IllegalArgumentException if it has another field
     */
    public AssistantAgent withToolCallSummaryFormat(String format) {
        return withToolCallSummary(new SummaryFormat(format));
    }

    /** As {@link #withToolCallSummaryFormat}, by a function. */
    public AssistantAgent withToolCallSummary(BiFunction<ToolCall, ToolResult, String> format) {
        return with(all -> all.summary = requireNonNull(format, "format"));
    }

    private AssistantAgent with(Consumer<AssistantSettings> change) {
        return new AssistantAgent(settings.with(change));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public String description() {
        return settings.description;
    }

    @Override
    public List<Team> teams() {
        return settings.tools.tools().stream()
                .flatMap(tool -> tool.teams().stream())
                .toList();
    }

    @Override
    public Class<AssistantMemory> memoryType() {
        return AssistantMemory.class;
    }

    @Override
    public AssistantMemory emptyMemory() {
        return AssistantMemory.EMPTY;
    }

    @Override
    public CompletionStage<Response<AssistantMemory>> respond(
            AssistantMemory memory, List<ChatMessage> heard, ChatContext context) {
        var telemetry = context.traceparent().map(settings.telemetry::under).orElse(settings.telemetry);
        return telemetry.invokeAgent(
                settings.name,
                settings.description,
                context.conversation(),
                () -> new AssistantTurn(settings, memory, context, telemetry.here()).respond(heard));
    }
}
