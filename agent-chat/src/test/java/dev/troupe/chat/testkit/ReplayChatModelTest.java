package dev.troupe.chat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayChatModelTest {
    @Test
    void answersInOrderAndKeepsTheRequests() {
        var model = ReplayChatModel.of("one", "two");

        String first = model.chat("a");
        String second = model.chat("b");

        assertThat(first).isEqualTo("one");
        assertThat(second).isEqualTo("two");
        assertThat(model.requests())
                .extracting(request -> request.messages())
                .containsExactly(
                        ChatRequests.user("a").messages(),
                        ChatRequests.user("b").messages());
    }

    @Test
    void answersWithToolCallsJsonAndUsage() {
        var model = ReplayChatModel.of(
                ModelReply.toolCall("c1", "weather", "{\"city\":\"Oslo\"}").withUsage(3, 4),
                ModelReply.structured(Map.of("ok", true)).withFinishReason(FinishReason.LENGTH));

        var call = model.chat(ChatRequests.user("a"));
        var json = model.chat(ChatRequests.user("b"));

        assertThat(call.aiMessage().toolExecutionRequests())
                .containsExactly(ToolExecutionRequest.builder()
                        .id("c1")
                        .name("weather")
                        .arguments("{\"city\":\"Oslo\"}")
                        .build());
        assertThat(call.tokenUsage()).isEqualTo(new TokenUsage(3, 4));
        assertThat(call.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(json.aiMessage().text()).isEqualTo("{\"ok\":true}");
        assertThat(json.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void failsAsTheScriptSaysAndGoesOn() {
        var model = ReplayChatModel.of(ModelReply.failure(new RateLimitException("slow down")), ModelReply.text("two"));

        assertThatThrownBy(() -> model.chat("a"))
                .isInstanceOf(RateLimitException.class)
                .hasMessage("slow down");
        assertThat(model.chat("b")).isEqualTo("two");
    }

    @Test
    void computesAnAnswerOfTheRequest() {
        var echo = ModelReply.by(request ->
                ModelReply.text("heard " + request.messages().size()).answer().apply(request));

        var model = ReplayChatModel.builder().always(echo).build();

        assertThat(model.chat("a")).isEqualTo("heard 1");
        assertThat(model.chat("b")).isEqualTo("heard 1");
    }

    @Test
    void saysHowManyAnswersItHadWhenThereAreNoMore() {
        var model = ReplayChatModel.of("one");
        model.chat("a");

        assertThatThrownBy(() -> model.chat("what else?"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("replay: request 2 to the script for all requests"
                        + " (expected: at most 1, one for each of its answers); last user text: 'what else?'");
    }

    @Test
    void hasAScriptForEachAgent() {
        var model = ReplayChatModel.builder()
                .forSystemMessage("a writer", ModelReply.text("w1"), ModelReply.text("w2"))
                .when("long requests", request -> request.messages().size() > 5, ModelReply.text("long"))
                .forSystemMessage("a critic", ModelReply.text("c1"))
                .build();

        String w1 = text(model, "You are a writer");
        String c1 = text(model, "You are a critic");
        String w2 = text(model, "You are a writer");

        assertThat(w1 + c1 + w2).isEqualTo("w1c1w2");
        assertThatThrownBy(() -> model.chat("hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no script for the request")
                .hasMessageContaining("system messages with 'a writer', long requests")
                .hasMessageContaining("'hello'");
    }

    private static String text(ReplayChatModel model, String system) {
        return model.chat(ChatRequests.system(system, "go")).aiMessage().text();
    }

    @Test
    void streamsInPieces() {
        var model = ReplayChatModel.of(
                ModelReply.text("It is  cold.\nVery."),
                ModelReply.toolCall("c1", "weather", "{\"city\":\"Oslo\"}").withDelay(Duration.ofMillis(5)));

        var text = StreamProbe.ask(model, ChatRequests.user("a"));
        text.await();
        var call = StreamProbe.ask(model, ChatRequests.user("b"));

        assertThat(call.await().aiMessage().hasToolExecutionRequests()).isTrue();
        assertThat(text.pieces).containsExactly("It ", "is  ", "cold.\n", "Very.");
        assertThat(call.fragments).hasSizeGreaterThan(1);
        assertThat(call.calls)
                .singleElement()
                .satisfies(complete ->
                        assertThat(complete.toolExecutionRequest().id()).isEqualTo("c1"));
    }

    @Test
    void tellsAStreamOfFailuresAndOfAnEmptyScript() {
        var model = ReplayChatModel.of(ModelReply.failure(new RateLimitException("slow down")));

        var failed = StreamProbe.ask(model, ChatRequests.user("a"));
        var empty = StreamProbe.ask(model, ChatRequests.user("b"));

        assertThatThrownBy(failed::await).hasCauseInstanceOf(RateLimitException.class);
        assertThatThrownBy(empty::await)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most 1");
    }

    @Test
    void endsAStreamThatIsCancelled() {
        var model = ReplayChatModel.of("one two three four", "next");

        var cancelled = StreamProbe.ask(model, ChatRequests.user("a"), 2);
        var next = StreamProbe.ask(model, ChatRequests.user("b"));
        next.await();

        assertThatThrownBy(() -> cancelled.answer.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(cancelled.pieces).containsExactly("one ", "two ");
    }

    @Test
    void endsADelayWhenTheCallerIsInterrupted() throws InterruptedException {
        var model = ReplayChatModel.of(ModelReply.text("late").withDelay(Duration.ofMinutes(10)));
        var failure = new CompletableFuture<Throwable>();
        var begun = new CountDownLatch(1);
        var caller = new Thread(() -> {
            begun.countDown();
            try {
                model.chat("a");
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        caller.start();
        begun.await();

        caller.interrupt();

        assertThat(failure.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("interrupted within a delay of PT10M");
        caller.join(30_000);
    }

    @Test
    void givesEachAnswerOnceToManyThreads() {
        int count = 200;
        var model = ReplayChatModel.of(
                IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
        Set<String> answers = ConcurrentHashMap.newKeySet();

        IntStream.range(0, count).parallel().forEach(request -> answers.add(model.chat("a")));

        assertThat(answers).hasSize(count);
        assertThat(model.requests()).hasSize(count);
    }
}
