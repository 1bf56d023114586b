package dev.troupe.chat.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.Response;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.tool.Tool;
import dev.troupe.chat.tool.Toolbox;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Participants that are no assistants: a person's proxy, a filter, and one that only runs tools. */
class CompanyTest {
    private final StepRecorder turn = StepRecorder.of("user_proxy");

    record Amount(int value) {}

    @Test
    void waitsForAPersonAndSaysWhatThatSaid() {
        var proxy = UserProxyAgent.of("user_proxy");

        var waiting = (Response.AwaitingInput<UserProxyAgent.Waiting>) respond(proxy, text("helper", "Your name?"));
        var said = (Response.Said<UserProxyAgent.Waiting>) proxy.onInput(waiting.memory(), "Ann", turn)
                .toCompletableFuture()
                .join();

        assertThat(waiting.request().content()).isEqualTo("Enter your response: ");
        assertThat(said.message()).isInstanceOf(TextMessage.class);
        assertThat(said.message().toText()).isEqualTo("Ann");
    }

    @Test
    void handsBackToWhomeverHasHandedToIt() {
        var proxy = UserProxyAgent.of("user_proxy");
        var handoff = new HandoffMessage(origin("helper"), "over to you", "user_proxy");

        var waiting = (Response.AwaitingInput<UserProxyAgent.Waiting>) respond(proxy, handoff);
        var said = (Response.Said<UserProxyAgent.Waiting>) proxy.onInput(waiting.memory(), "Ann", turn)
                .toCompletableFuture()
                .join();

        assertThat(waiting.request().content()).isEqualTo("Handoff received from helper. Enter your response: ");
        assertThat(said.message())
                .isInstanceOfSatisfying(
                        HandoffMessage.class, back -> assertThat(back.target()).isEqualTo("helper"));
        assertThatThrownBy(() -> respond(proxy, new HandoffMessage(origin("helper"), "over", "guide")))
                .hasMessageContaining("handoff of helper to 'guide' (expected: to 'user_proxy')");
    }

    @Test
    void hearsOnlyWhatItIsToHear() {
        var model = ScriptedModel.saying("ok");
        var agent = MessageFilterAgent.of(AssistantAgent.of("helper", model).withoutSystemMessage())
                .hearingFirst(1, "user")
                .hearingLast(2, "b");

        respond(
                agent,
                text("user", "one"),
                text("b", "b1"),
                text("user", "two"),
                text("b", "b2"),
                text("c", "c1"),
                text("b", "b3"));

        assertThat(model.requests().get(0).messages())
                .extracting(each -> ((UserMessage) each).singleText())
                .containsExactly("one", "b2", "b3");
        assertThat(agent.description()).endsWith(" (with message filtering)");
        assertThatThrownBy(() -> agent.hearingLast(0, "b")).hasMessage("messages to hear: 0 (expected: >= 1)");
    }

    @Test
    void runsTheToolsThatAMessageAsksForAndSaysSoIfThereAreNone() {
        var twice = Tool.of("twice", "Doubles.", Amount.class, amount -> amount.value() * 2);
        var agent = ToolExecutorAgent.of("runner", Toolbox.of(List.of(twice)));

        var said = (Response.Said<ToolExecutorAgent.Nothing>) respond(
                agent,
                text("helper", "[{\"id\":\"c1\",\"name\":\"twice\",\"arguments\":{\"value\":21}},{\"name\":\"no\"}]"));
        var talk = (Response.Said<ToolExecutorAgent.Nothing>) respond(agent, text("helper", "hi"));

        assertThat(said.message()).isInstanceOf(ToolCallSummaryMessage.class);
        assertThat(said.message().toText()).isEqualTo("42\nError: tool 'no' not found in any workbench");
        assertThat(said.events()).hasExactlyElementsOfTypes(ToolCallRequestEvent.class, ToolCallExecutionEvent.class);
        assertThat(talk.message().toText()).startsWith("No tool calls found");
    }

    private <S> Response<S> respond(ChatAgent<S> agent, ChatMessage... heard) {
        return agent.respond(agent.emptyMemory(), List.of(heard), turn)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static ChatMessage text(String source, String text) {
        return new TextMessage(origin(source), text);
    }

    private static Origin origin(String source) {
        return Origin.of("m1", source, Instant.EPOCH);
    }
}
