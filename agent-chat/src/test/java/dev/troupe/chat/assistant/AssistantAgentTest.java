package dev.troupe.chat.assistant;

import static dev.troupe.chat.assistant.ScriptedModel.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.MemoryQueryEvent;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.StructuredMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import dev.troupe.chat.ModelUsage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.Response;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.assistant.LlmMessage.SystemMessage;
import dev.troupe.chat.memory.ListMemory;
import dev.troupe.chat.tool.Tool;
import dev.troupe.message.Json;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What users of AutoGen's assistant expect. */
class AssistantAgentTest {
    private static final ChatMessage HI =
            new TextMessage(Origin.of("u1", "user", Instant.EPOCH), "What is the weather in Rome?");

    record City(String city) {}

    record Weather(String city, int degrees) {}

    private static final Tool WEATHER =
            Tool.of("weather", "The weather of a city.", City.class, city -> "Sunny in " + city.city());

    private final StepRecorder turn = StepRecorder.of("helper");

    @Test
    void answersWithTextAndSaysWhatItCost() {
        var model = ScriptedModel.saying("Hello");

        var said = say(AssistantAgent.of("helper", model), HI);

        assertThat(said.message()).isInstanceOf(TextMessage.class);
        assertThat(said.message().toText()).isEqualTo("Hello");
        assertThat(said.message().origin().modelsUsage()).isEqualTo(new ModelUsage(10, 2));
        assertThat(said.message().source()).isEqualTo("helper");
        assertThat(said.events()).isEmpty();
        assertThat(model.requests().get(0).messages())
                .extracting(Object::toString)
                .first()
                .asString()
                .contains("You are a helpful AI assistant. Solve tasks using your tools.");
    }

    @Test
    void runsToolsOnceAndShowsTheirResultsUnlessItIsToldOtherwise() {
        var model =
                ScriptedModel.of(calls("c1", "weather", "{\"city\":\"Rome\"}", "c2", "weather", "{\"city\":\"Oslo\"}"));

        var said = say(AssistantAgent.of("helper", model).withTools(WEATHER), HI);

        assertThat(said.message()).isInstanceOfSatisfying(ToolCallSummaryMessage.class, summary -> {
            assertThat(summary.content()).isEqualTo("Sunny in Rome\nSunny in Oslo");
            assertThat(summary.toolCalls()).extracting("id").containsExactly("c1", "c2");
        });
        assertThat(said.events()).hasExactlyElementsOfTypes(ToolCallRequestEvent.class, ToolCallExecutionEvent.class);
        assertThat(said.events().get(0).origin().modelsUsage()).isEqualTo(new ModelUsage(10, 2));
        assertThat(turn.steps()).containsExactly("model-1", "tool-1-1-c1", "tool-1-2-c2");
    }

    @Test
    void asksTheModelAgainAsOftenAsItMayAndThenReflects() {
        var model = ScriptedModel.of(
                calls("c1", "weather", "{\"city\":\"Rome\"}"),
                calls("c2", "weather", "{\"city\":\"Oslo\"}"),
                AiMessage.from("Sunny in both"));
        var agent = AssistantAgent.of("helper", model)
                .withTools(WEATHER)
                .withMaxToolIterations(2)
                .withReflectionOnToolUse(true);

        var said = say(agent, HI);

        assertThat(said.message().toText()).isEqualTo("Sunny in both");
        assertThat(said.events()).hasSize(4);
        assertThat(model.requests().get(1).toolSpecifications()).hasSize(1);
        assertThat(model.requests().get(2).toolSpecifications()).isNullOrEmpty();
        assertThat(model.requests().get(2).messages())
                .extracting(each -> each.type())
                .containsExactly(
                        ChatMessageType.SYSTEM,
                        ChatMessageType.USER,
                        ChatMessageType.AI,
                        ChatMessageType.TOOL_EXECUTION_RESULT,
                        ChatMessageType.AI,
                        ChatMessageType.TOOL_EXECUTION_RESULT);
        assertThat(said.message().origin().id())
                .isNotIn(said.events().stream().map(e -> e.origin().id()).toList());
    }

    @Test
    void tellsTheModelOfToolsThatFailOrAreUnknownOrAreCalledWrongly() {
        var broken = Tool.of("broken", "Fails.", City.class, city -> {
            throw new IllegalStateException("no line to " + city.city());
        });
        var model = ScriptedModel.of(
                calls(
                        "c1",
                        "broken",
                        "{\"city\":\"Rome\"}",
                        "c2",
                        "none",
                        "{}",
                        "c3",
                        "weather",
                        "{\"town\":1}",
                        "c4",
                        "weather",
                        "{oops"),
                AiMessage.from("Sorry"));

        var said = say(
                AssistantAgent.of("helper", model).withTools(broken, WEATHER).withReflectionOnToolUse(true), HI);

        var results = ((ToolCallExecutionEvent) said.events().get(1)).content();
        assertThat(results).allMatch(result -> result.isError());
        assertThat(results.get(0).content()).isEqualTo("no line to Rome");
        assertThat(results.get(1).content()).isEqualTo("Error: tool 'none' not found in any workbench");
        assertThat(results.get(2).content())
                .isEqualTo("Error: arguments of tool 'weather': {\"town\":1} without 'city' (expected: [city])");
        assertThat(results.get(3).content()).endsWith("(expected: a JSON object)");
        assertThat(model.requests().get(1).messages())
                .filteredOn(ToolExecutionResultMessage.class::isInstance)
                .hasSize(4)
                .allMatch(each -> ((ToolExecutionResultMessage) each).isError());
    }

    @Test
    void handsOffToTheFirstOfSeveralWithWhatOtherToolsSaid() {
        var model = ScriptedModel.of(calls(
                "c1", "weather", "{\"city\":\"Rome\"}", "c2", "transfer_to_guide", "{}", "c3", "transfer_to_cook", ""));
        var agent = AssistantAgent.of("helper", model).withTools(WEATHER).withHandoffs("Guide", "cook");

        var said = say(agent, HI);

        assertThat(said.message()).isInstanceOfSatisfying(HandoffMessage.class, handoff -> {
            assertThat(handoff.target()).isEqualTo("Guide");
            assertThat(handoff.content()).isEqualTo("Transferred to Guide, adopting the role of Guide immediately.");
            assertThat(handoff.context()).hasSize(2);
        });
        var next = ScriptedModel.saying("ciao");
        say(AssistantAgent.of("guide", next).withoutSystemMessage(), said.message(), StepRecorder.of("guide"));
        assertThat(next.requests().get(0).messages())
                .extracting(each -> each.type())
                .containsExactly(ChatMessageType.AI, ChatMessageType.TOOL_EXECUTION_RESULT, ChatMessageType.USER);
    }

    @Test
    void tellsWhatTheModelThoughtBeforeWhatItDid() {
        var thinking = AiMessage.builder().thinking("hm").text("Hello").build();

        var said = say(AssistantAgent.of("helper", ScriptedModel.of(thinking)), HI);

        assertThat(said.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        ThoughtEvent.class,
                        thought -> assertThat(thought.content()).isEqualTo("hm"));
    }

    @Test
    void looksUpItsMemoryBeforeItAsksTheModel() {
        var memory = ListMemory.of("The user likes rain.", "The user is in Rome.");

        var said = say(AssistantAgent.of("helper", ScriptedModel.saying("ok")).withMemory(memory, ListMemory.of()), HI);

        assertThat(said.events()).singleElement().isInstanceOf(MemoryQueryEvent.class);
        assertThat(said.memory().messages().get(1))
                .isEqualTo(
                        new SystemMessage(
                                "\nRelevant memory content (in chronological order):\n1. The user likes rain.\n2. The user is in Rome.\n"));
    }

    @Test
    void answersWithAValueAndRefusesWhatIsNone() {
        var good = AssistantAgent.of("helper", ScriptedModel.saying("{\"city\":\"Rome\",\"degrees\":21}"))
                .withOutputType(Weather.class);
        var bad = AssistantAgent.of("helper", ScriptedModel.saying("Sunny")).withOutputType(Weather.class);

        assertThat(say(good, HI).message()).isInstanceOfSatisfying(StructuredMessage.class, message -> {
            assertThat(message.contentType()).isEqualTo("Weather");
            assertThat(message.content().get("degrees").intValue()).isEqualTo(21);
        });
        assertThatThrownBy(() -> say(bad, HI, StepRecorder.of("helper")))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ModelException.class)
                .hasMessageContaining("answer of the model of helper for 'Weather'");
    }

    @Test
    void saysWhichModelFailedAndWhatItsProviderSaid() {
        assertThatThrownBy(() -> say(AssistantAgent.of("helper", ScriptedModel.saying()), HI))
                .hasCauseInstanceOf(ModelException.class)
                .hasMessageContaining("model ScriptedModel of helper: out of answers");
    }

    @Test
    void doesNothingTwiceIfItsTurnIsRunAgain() {
        var runs = new AtomicInteger();
        var pay = Tool.of("pay", "Pays.", City.class, city -> runs.incrementAndGet())
                .once();
        var model = ScriptedModel.of(calls("c1", "pay", "{\"city\":\"Rome\"}"), AiMessage.from("paid"));
        var agent = AssistantAgent.of("helper", model).withTools(pay).withReflectionOnToolUse(true);

        var first = say(agent, HI, turn);
        var second = say(agent, HI, turn.again());

        assertThat(second).isEqualTo(first);
        assertThat(runs).hasValue(1);
        assertThat(model.requests()).hasSize(2);
        assertThat(turn.steps()).containsExactly("model-1", "model-2", "once tool-1-1-c1");
    }

    @Test
    void goesOnWithAStateThatAutoGenSaved() throws Exception {
        var saved = """
                {"type": "AssistantAgentState", "version": "1.0.0", "llm_context": {"messages": [
                  {"content": "hi", "source": "user", "type": "UserMessage"},
                  {"content": ["see", {"data": "QUJD"}], "source": "user", "type": "UserMessage"},
                  {"content": [{"id": "c1", "arguments": "{}", "name": "weather"}], "thought": null, "source": "helper",
                   "type": "AssistantMessage"},
                  {"content": [{"content": "Sunny", "name": "weather", "call_id": "c1", "is_error": false}],
                   "type": "FunctionExecutionResultMessage"},
                  {"content": "Sunny", "thought": "hm", "source": "helper", "type": "AssistantMessage"}]}}""";
        var mapper = new ObjectMapper();

        var memory = Json.parse(saved, AssistantMemory.class);

        assertThat(memory.messages()).hasSize(5);
        assertThat(mapper.readTree(Json.text(memory))).isEqualTo(mapper.readTree(saved));
    }

    @Test
    void saysWhatIsWrongWithAnAssistant() {
        var agent = AssistantAgent.of("helper", ScriptedModel.saying()).withTools(WEATHER);

        assertThatThrownBy(() -> AssistantAgent.of("my helper", ScriptedModel.saying()))
                .hasMessage("agent name: 'my helper' (expected: letters, digits, _ and -)");
        assertThatThrownBy(() -> agent.withHandoffs("weather"))
                .hasMessageContaining("'transfer_to_weather' to 'weather'");
        assertThatThrownBy(() -> agent.withTools(WEATHER, WEATHER)).hasMessageContaining("expected: names that differ");
        assertThatThrownBy(() -> agent.withMaxToolIterations(0)).hasMessage("tool iterations: 0 (expected: >= 1)");
        assertThatThrownBy(() -> agent.withToolCallSummaryFormat("{name}"))
                .hasMessageContaining("'{name}' (expected: ");
    }

    @Test
    void showsResultsInTheFormatThatItWasGiven() {
        var agent = AssistantAgent.of("helper", ScriptedModel.of(calls("c1", "weather", "{\"city\":\"Rome\"}")))
                .withTools(WEATHER)
                .withToolCallSummaryFormat("{tool_name}{arguments}: {result} {is_error}");

        assertThat(say(agent, HI).message().toText()).isEqualTo("weather{\"city\":\"Rome\"}: Sunny in Rome False");
    }

    private Response.Said<AssistantMemory> say(AssistantAgent agent, ChatMessage heard) {
        return say(agent, heard, turn);
    }

    private static <S> Response.Said<S> say(ChatAgent<S> agent, ChatMessage heard, ChatContext turn) {
        return (Response.Said<S>) agent.respond(agent.emptyMemory(), List.of(heard), turn)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
