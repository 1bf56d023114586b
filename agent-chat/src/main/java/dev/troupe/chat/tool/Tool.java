package dev.troupe.chat.tool;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.chat.Team;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What a model may have run. Shared by all conversations, on every thread. What it throws, at once or by its stage, becomes a
 * result that the model sees, never the end of a run.
 */
public interface Tool {
    /** Returns name, description and parameters as the model sees them. */
    ToolSpecification specification();

    /**
     * Runs once per call, where it may block; its thread is interrupted when the run is cancelled or its time is over.
     *
     * @param arguments a JSON object
     */
    CompletionStage<String> run(String arguments, ToolCallContext context);

    /**
     * Tells whether it may be run again where nobody knows if it was: because it is harmless, or because whoever does it
     * recognises {@link ToolCallContext#key}.
     */
    default boolean repeatable() {
        return true;
    }

    /**
     * Tells whether one step ({@link dev.troupe.chat.ChatContext#step}) is made of a call, whose result is stored. A tool
     * whose work consists of steps says no: it makes them by {@link ToolCallContext#chat}, and must not block.
     */
    default boolean runsInStep() {
        return true;
    }

    /** Returns the teams that it gives tasks: a runtime that hosts its agent has to know them. */
    default List<Team> teams() {
        return List.of();
    }

    default String name() {
        return specification().name();
    }

    /** Returns the same tool, to be run once at most: if nobody knows whether it was, the run ends with a failure. */
    default Tool once() {
        return new OnceTool(this);
    }

    /**
     * A tool from a function. Text is its result as it is, anything else as JSON; a stage is waited for.
     *
     * @param parameters a record; all of its fields are required but those that are {@code Optional}
     * @throws IllegalArgumentException if it is no record
     */
    static <P> Tool of(String name, String description, Class<P> parameters, Function<? super P, ?> function) {
        return FunctionTool.of(name, description, parameters, function);
    }
}
