package dev.troupe.chat.tool;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The tools of an agent, and how they are run: each call is a step of the turn, and whatever goes wrong in it is a result.
 * Immutable; each {@code withX} returns a copy.
 */
public final class Toolbox {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Characters of a call's id that the name of its step shows. */
    private static final int SHOWN_ID = 64;

    private final Map<String, Tool> tools;
    private final ToolApproval approval;
    private final Duration timeout;

    private Toolbox(Map<String, Tool> tools, ToolApproval approval, Duration timeout) {
        this.tools = tools;
        this.approval = approval;
        this.timeout = timeout;
    }

    /**
     * Some tools; each call is approved, and may take 5 minutes.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static Toolbox of(List<? extends Tool> tools) {
        Map<String, Tool> all = new LinkedHashMap<>();
        for (Tool each : tools) {
            @Nullable Tool other = all.put(each.name(), each);
            if (other != null) {
                throw new IllegalArgumentException(
                        "tool '" + each.name() + "': " + other + " and " + each + " (expected: names that differ)");
            }
        }
        return new Toolbox(all, ToolApproval.always(), TIMEOUT);
    }

    public Toolbox withApproval(ToolApproval other) {
        return new Toolbox(tools, requireNonNull(other, "approval"), timeout);
    }

    /**
     * Limits the time of each call. What is not done by then is told the model as a failure, and is interrupted.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Toolbox withTimeout(Duration other) {
        if (other.isNegative() || other.isZero()) {
            throw new IllegalArgumentException("tool timeout: " + other + " (expected: > 0)");
        }
        return new Toolbox(tools, approval, other);
    }

    /** Returns the same with other tools. */
    public Toolbox withTools(List<? extends Tool> others) {
        return new Toolbox(of(others).tools, approval, timeout);
    }

    public List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    /** Returns what a model has to know. */
    public List<ToolSpecification> specifications() {
        return tools.values().stream().map(Tool::specification).toList();
    }

    /**
     * Runs a call. Calls of one turn may run at once, but are to be started in the same order if the turn is run again.
     *
     * @param step names the call within its turn, without its id
     * @return what the tool said or what went wrong; fails only if the turn is cancelled, or if nobody knows whether a tool
     *     was run that must not be run twice
     */
    public CompletionStage<ToolResult> run(ToolCall call, String step, ChatContext chat) {
        var origin = chat.nextOrigin();
        @Nullable Tool tool = tools.get(call.name());
        if (tool == null) {
            return done(failed(call, "Error: tool '" + call.name() + "' not found in any workbench"));
        }
        try {
            ToolJson.arguments(call.name(), call.arguments());
        } catch (IllegalArgumentException e) {
            return done(failed(call, ToolRun.message(e)));
        }
        String name =
                step + "-" + call.id().substring(0, Math.min(SHOWN_ID, call.id().length()));
        var run = new ToolRun(tool, call, new CallTurn(chat, origin, name), timeout);
        return decide(call, run.context(origin.id()))
                .thenCompose(decision -> decision.approved()
                        ? start(run, name, chat)
                        : done(failed(
                                call, "Error: tool '" + call.name() + "' was not approved: " + decision.reason())));
    }

    private CompletionStage<ToolApproval.Decision> decide(ToolCall call, ToolCallContext context) {
        try {
            return approval.decide(call, context)
                    .exceptionally(failure -> ToolApproval.Decision.deny(ToolRun.message(failure)));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(ToolApproval.Decision.deny(ToolRun.message(e)));
        }
    }

    private static CompletionStage<ToolResult> start(ToolRun run, String name, ChatContext chat) {
        return run.tool().runsInStep()
                ? chat.step(new Step(name, run.tool().repeatable()), ToolResult.class, run::blocking)
                : run.withSteps();
    }

    /** Returns a result that tells the model what went wrong. */
    static ToolResult failed(ToolCall call, String message) {
        return new ToolResult(call.id(), call.name(), message, true);
    }

    private static CompletionStage<ToolResult> done(ToolResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
