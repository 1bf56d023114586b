package dev.troupe.chat.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.assistant.AssistantAgent;
import dev.troupe.chat.assistant.ScriptedModel;
import dev.troupe.chat.assistant.UserProxyAgent;
import dev.troupe.chat.tool.ToolApproval.Decision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How calls become results. */
class ToolboxTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final ToolCall CALL = new ToolCall("c1", "work", "{}");

    private final StepRecorder turn = StepRecorder.of("helper");

    record Nothing() {}

    @Test
    void asksForApprovalAndTellsTheModelWhyItWasDenied() {
        var ran = new AtomicBoolean();
        var work = Tool.of("work", "Works.", Nothing.class, nothing -> {
            ran.set(true);
            return "done";
        });
        var denying = Toolbox.of(List.of(work)).withApproval(ToolApproval.only(call -> false, "too late"));
        var failing = denying.withApproval((call, context) -> {
            throw new IllegalStateException("nobody there");
        });

        assertThat(get(denying.run(CALL, "tool-1-1", turn).toCompletableFuture()))
                .isEqualTo(new ToolResult("c1", "work", "Error: tool 'work' was not approved: too late", true));
        assertThat(get(failing.run(CALL, "tool-1-1", turn).toCompletableFuture())
                        .content())
                .endsWith("was not approved: nobody there");
        assertThat(ran).isFalse();
        assertThat(turn.steps()).isEmpty();
    }

    @Test
    void waitsForAnApprovalWithoutAThread() {
        var decided = new CompletableFuture<Decision>();
        var work = Tool.of("work", "Works.", Nothing.class, nothing -> "done");

        var running = Toolbox.of(List.of(work))
                .withApproval((call, context) -> decided)
                .run(CALL, "tool-1-1", turn)
                .toCompletableFuture();

        assertThat(turn.steps()).isEmpty();
        decided.complete(Decision.approve());
        assertThat(get(running).content()).isEqualTo("done");
    }

    @Test
    void interruptsAToolWhoseTimeIsOverAndSaysSo() {
        var never = new CountDownLatch(1);
        var work = Tool.of("work", "Works.", Nothing.class, nothing -> {
            try {
                return never.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var waiting = Tool.of("wait", "Waits.", Nothing.class, nothing -> new CompletableFuture<String>());
        var tools = Toolbox.of(List.of(work, waiting)).withTimeout(SHORT);

        assertThat(get(tools.run(CALL, "tool-1-1", turn).toCompletableFuture()))
                .isEqualTo(new ToolResult("c1", "work", "Error: tool 'work' timed out after PT0.05S", true));
        assertThat(get(tools.run(new ToolCall("c2", "wait", ""), "tool-1-2", turn)
                                .toCompletableFuture())
                        .content())
                .isEqualTo("Error: tool 'wait' timed out after PT0.05S");
    }

    @Test
    void tellsAToolThatTheRunIsCancelledAndStoresNoResult() throws Exception {
        var started = new CountDownLatch(1);
        var tools = Toolbox.of(List.of(new Waiting(started)));
        var running = tools.run(CALL, "tool-1-1", turn).toCompletableFuture();
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

        turn.cancel();

        assertThat(running.orTimeout(30, TimeUnit.SECONDS)
                        .handle((result, failure) -> failure)
                        .join())
                .hasMessageContaining("tool 'work': the run is cancelled");
        assertThat(turn.stored()).isEmpty();
    }

    /** Ends when it is cancelled. */
    private record Waiting(CountDownLatch started) implements Tool {
        @Override
        public ToolSpecification specification() {
            return ToolSpecification.builder().name("work").build();
        }

        @Override
        public CompletableFuture<String> run(String arguments, ToolCallContext context) {
            var result = new CompletableFuture<String>();
            context.onCancel(() -> result.completeExceptionally(new IllegalStateException("ended")));
            started.countDown();
            return result;
        }
    }

    @Test
    void runsCallsAtOnce() {
        var both = new CyclicBarrier(2);
        var meet = Tool.of("meet", "Meets.", Nothing.class, nothing -> {
            try {
                return both.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var model = ScriptedModel.of(ScriptedModel.calls("c1", "meet", "{}", "c2", "meet", "{}"));
        var agent = AssistantAgent.of("helper", model).withTools(meet);

        var said = get(agent.respond(agent.emptyMemory(), List.of(), turn).toCompletableFuture());

        assertThat(said.toString()).contains("content=1", "content=0").doesNotContain("isError=true");
    }

    @Test
    void runsAnAgentAsAToolWithStepsOfItsOwn() {
        var thinking = AiMessage.builder().thinking("hm").text("a poem").build();
        var poet = AssistantAgent.of("poet", ScriptedModel.of(thinking)).withDescription("Writes.");
        var tools = Toolbox.of(List.of(AgentTool.of(poet)));

        var result = get(tools.run(new ToolCall("c1", "poet", "{\"task\":\"the sea\"}"), "tool-1-1", turn)
                .toCompletableFuture());

        assertThat(result).isEqualTo(new ToolResult("c1", "poet", "poet: a poem", false));
        assertThat(turn.steps()).containsExactly("tool-1-1-c1/model-1");
        assertThat(turn.shown())
                .singleElement()
                .isInstanceOfSatisfying(
                        ThoughtEvent.class,
                        thought -> assertThat(thought.source()).isEqualTo("poet"));
    }

    @Test
    void saysThatAnAgentWhichWaitsForAPersonIsNoTool() {
        var tools = Toolbox.of(List.of(AgentTool.of(UserProxyAgent.of("ann")).returningLastMessage()));

        var result = get(tools.run(new ToolCall("c1", "ann", "{\"task\":\"?\"}"), "tool-1-1", turn)
                .toCompletableFuture());

        assertThat(result.isError()).isTrue();
        assertThat(result.content()).isEqualTo("agent 'ann' waits for a person (expected: one that answers by itself)");
    }

    private static <T> T get(CompletableFuture<T> stage) {
        return stage.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
