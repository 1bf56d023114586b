package dev.troupe.chat.assistant;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.memory.Memory;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.telemetry.ChatTelemetry;
import dev.troupe.chat.tool.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said about an assistant. Changed by {@link #with} only, on a copy. */
final class AssistantSettings {
    static final String DESCRIPTION = "An agent that provides assistance with ability to use tools.";
    static final String SYSTEM_MESSAGE = "You are a helpful AI assistant. Solve tasks using your tools. "
            + "Reply with TERMINATE when the task has been completed.";

    final String name;
    Model model;
    boolean streams;

    String description = DESCRIPTION;

    @Nullable
    String systemMessage = SYSTEM_MESSAGE;

    Toolbox tools = Toolbox.of(List.of());
    List<Handoff> handoffs = List.of();
    List<Memory> memories = List.of();
    ModelContext modelContext = ModelContext.unbounded();

    @Nullable
    OutputType output;

    @Nullable
    Boolean reflection;

    int maxToolIterations = 1;
    BiFunction<ToolCall, ToolResult, String> summary = new SummaryFormat("{result}");
    ChatTelemetry telemetry = ChatTelemetry.NOOP;

    AssistantSettings(String name, Model model) {
        this.name = name;
        this.model = model;
    }

    AssistantSettings with(Consumer<AssistantSettings> change) {
        var copy = new AssistantSettings(name, model);
        copy.model = model;
        copy.streams = streams;
        copy.description = description;
        copy.systemMessage = systemMessage;
        copy.tools = tools;
        copy.handoffs = handoffs;
        copy.memories = memories;
        copy.modelContext = modelContext;
        copy.output = output;
        copy.reflection = reflection;
        copy.maxToolIterations = maxToolIterations;
        copy.summary = summary;
        copy.telemetry = telemetry;
        change.accept(copy);
        copy.requireNamesThatDiffer();
        return copy;
    }

    /** A model that is to fill in a type does so after its tools, unless it is said otherwise. */
    boolean reflectsOnToolUse() {
        return reflection == null ? output != null : reflection;
    }

    List<ToolSpecification> specifications() {
        List<ToolSpecification> all = new ArrayList<>(tools.specifications());
        handoffs.forEach(handoff -> all.add(ToolSpecification.builder()
                .name(handoff.name())
                .description(handoff.description())
                .build()));
        return all;
    }

    private void requireNamesThatDiffer() {
        List<String> names = new ArrayList<>();
        tools.tools().forEach(tool -> names.add(tool.name()));
        for (Handoff each : handoffs) {
            if (names.contains(each.name())
                    || tools.tools().stream().anyMatch(t -> t.name().equals(each.target()))) {
                throw new IllegalArgumentException("handoff of " + name + ": '" + each.name() + "' to '" + each.target()
                        + "' (expected: names that differ from " + names + ")");
            }
            names.add(each.name());
        }
    }
}
