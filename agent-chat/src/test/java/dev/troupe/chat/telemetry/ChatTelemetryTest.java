package dev.troupe.chat.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.testkit.ChatRequests;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.chat.testkit.StreamProbe;
import dev.troupe.message.Json;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChatTelemetryTest {
    private static final String DURATION = "gen_ai.client.operation.duration";
    private static final String TOKENS = "gen_ai.client.token.usage";
    private static final String FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    private ChatTelemetry telemetry;
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

    /** Not earlier: the extension forgets instruments before each test. */
    @BeforeEach
    void start() {
        telemetry = ChatTelemetry.of(OTEL.getOpenTelemetry());
    }

    @AfterEach
    void stop() {
        elsewhere.shutdownNow();
    }

    private static Model model(String provider, ModelReply... replies) {
        var replay = ReplayChatModel.of(replies);
        return new Model("m1", provider, replay, Optional.of(replay));
    }

    private static ModelReply answered(TokenUsage usage) {
        return ModelReply.of(ChatResponse.builder()
                .aiMessage(AiMessage.from("one two"))
                .id("r1")
                .modelName("m1-0613")
                .tokenUsage(usage)
                .finishReason(FinishReason.STOP)
                .build());
    }

    private static ChatRequest tuned(String model) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .modelName(model)
                .temperature(0.5)
                .topP(0.9)
                .maxOutputTokens(7)
                .build();
    }

    private static SpanData span(String name) {
        return OTEL.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + OTEL.getSpans()));
    }

    private static List<HistogramPointData> points(String metric) {
        return OTEL.getMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .flatMap(data -> data.getHistogramData().getPoints().stream())
                .toList();
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    @Test
    void describesARequestAndItsAnswer() {
        var model = telemetry.model(model("gemini", answered(new TokenUsage(3, 40))));

        model.blocking().chat(tuned("m2"));

        var span = span("chat m2");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("gen_ai.operation.name", "chat")
                        .put("gen_ai.provider.name", "gcp.gemini")
                        .put("gen_ai.request.model", "m2")
                        .put("gen_ai.request.temperature", 0.5)
                        .put("gen_ai.request.top_p", 0.9)
                        .put("gen_ai.request.max_tokens", 7)
                        .put("gen_ai.response.id", "r1")
                        .put("gen_ai.response.model", "m1-0613")
                        .put(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("stop"))
                        .put("gen_ai.usage.input_tokens", 3)
                        .put("gen_ai.usage.output_tokens", 40)
                        .build()
                        .asMap());
    }

    @Test
    void measuresTimeAndTokensInTheBucketsOfTheConventions() {
        var model = telemetry.model(model("azure-openai", answered(new TokenUsage(3, 40))));

        model.blocking().chat(tuned("m2"));

        var common = Attributes.builder()
                .put("gen_ai.operation.name", "chat")
                .put("gen_ai.provider.name", "azure.ai.openai")
                .put("gen_ai.request.model", "m2")
                .put("gen_ai.response.model", "m1-0613")
                .build();
        assertThat(points(DURATION)).singleElement().satisfies(point -> {
            assertThat(point.getAttributes()).isEqualTo(common);
            assertThat(point.getBoundaries())
                    .containsExactly(
                            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
        });
        assertThat(points(TOKENS))
                .extracting(
                        point -> point.getAttributes().get(AttributeKey.stringKey("gen_ai.token.type")),
                        HistogramPointData::getSum)
                .containsExactlyInAnyOrder(tuple("input", 3.0), tuple("output", 40.0));
        assertThat(points(TOKENS).get(0).getBoundaries())
                .startsWith(1.0, 4.0, 16.0)
                .endsWith(67108864.0)
                .hasSize(14);
        assertThat(points(FIRST_CHUNK)).isEmpty();
    }

    @Test
    void tellsWhatProvidersCountBeside() {
        var openAi = OpenAiTokenUsage.builder()
                .inputTokenCount(9)
                .outputTokenCount(8)
                .inputTokensDetails(OpenAiTokenUsage.InputTokensDetails.builder()
                        .cachedTokens(4)
                        .build())
                .outputTokensDetails(OpenAiTokenUsage.OutputTokensDetails.builder()
                        .reasoningTokens(5)
                        .build())
                .build();
        var anthropic = AnthropicTokenUsage.builder()
                .inputTokenCount(9)
                .outputTokenCount(8)
                .cacheReadInputTokens(6)
                .cacheCreationInputTokens(7)
                .build();
        var model = telemetry
                .model(model("x", answered(openAi), answered(anthropic)))
                .blocking();

        model.chat(tuned("a"));
        model.chat(tuned("b"));

        assertThat(span("chat a").getAttributes().asMap())
                .containsEntry(AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"), 4L)
                .containsEntry(AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens"), 5L);
        assertThat(span("chat b").getAttributes().asMap())
                .containsEntry(AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens"), 6L)
                .containsEntry(AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens"), 7L);
    }

    @Test
    void namesTheTypeOfAFailureAndNotItsText() {
        var model = telemetry.model(model("openai", ModelReply.failure(new RateLimitException("he said: secret"))));

        assertThatThrownBy(() -> model.blocking().chat(tuned("m2"))).isInstanceOf(RateLimitException.class);

        var span = span("chat m2");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(span, "error.type")).isEqualTo(RateLimitException.class.getName());
        assertThat(span.toString()).doesNotContain("secret");
        assertThat(points(DURATION))
                .singleElement()
                .satisfies(point -> assertThat(point.getAttributes().get(AttributeKey.stringKey("error.type")))
                        .isEqualTo(RateLimitException.class.getName()));
    }

    @Test
    void measuresTheFirstPieceOfAStream() {
        var model = telemetry.model(model("openai", answered(new TokenUsage(3, 40))));

        var probe = StreamProbe.ask(model.streaming().orElseThrow(), tuned("m2"));
        probe.await();

        assertThat(probe.pieces).containsExactly("one ", "two");
        assertThat(text(span("chat m2"), "gen_ai.response.id")).isEqualTo("r1");
        assertThat(points(FIRST_CHUNK))
                .singleElement()
                .satisfies(point -> assertThat(point.getCount()).isEqualTo(1));
        assertThat(points(TOKENS)).hasSize(2);
    }

    @Test
    void endsTheSpanOfAStreamThatFailsOrIsCancelled() {
        var model = telemetry
                .model(model(
                        "openai",
                        ModelReply.failure(new RateLimitException("slow down")),
                        answered(new TokenUsage(1, 1))))
                .streaming()
                .orElseThrow();

        var failed = StreamProbe.ask(model, tuned("a"));
        assertThatThrownBy(failed::await).hasCauseInstanceOf(RateLimitException.class);
        StreamProbe.ask(model, tuned("b"), 1);

        assertThat(text(span("chat a"), "error.type")).isEqualTo(RateLimitException.class.getName());
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(text(span("chat b"), "error.type"))
                        .isEqualTo("java.util.concurrent.CancellationException"));
    }

    @Test
    void nestsSpansOfOneThread() {
        var model = telemetry.model(model("openai", answered(new TokenUsage(1, 1))));

        telemetry
                .invokeAgent(
                        "writer",
                        "Writes.",
                        "acme",
                        () -> telemetry.executeTool("look", "c1", "function", () -> {
                            model.blocking().chat(tuned("m2"));
                            return CompletableFuture.completedFuture("x");
                        }))
                .toCompletableFuture()
                .join();

        var agent = span("invoke_agent writer");
        var tool = span("execute_tool look");
        assertThat(agent.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(agent.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("gen_ai.operation.name", "invoke_agent")
                        .put("gen_ai.agent.name", "writer")
                        .put("gen_ai.agent.description", "Writes.")
                        .put("gen_ai.conversation.id", "acme")
                        .build()
                        .asMap());
        assertThat(tool.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(tool.getParentSpanId()).isEqualTo(agent.getSpanId());
        assertThat(tool.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("gen_ai.operation.name", "execute_tool")
                        .put("gen_ai.tool.name", "look")
                        .put("gen_ai.tool.call.id", "c1")
                        .put("gen_ai.tool.type", "function")
                        .build()
                        .asMap());
        assertThat(span("chat m2").getParentSpanId()).isEqualTo(tool.getSpanId());
        assertThat(text(span("chat m2"), "gen_ai.conversation.id")).isEqualTo("acme");
    }

    @Test
    void nestsSpansThatGoOnOnOtherThreads() {
        var model = model("openai", answered(new TokenUsage(1, 1)), answered(new TokenUsage(1, 1)));

        telemetry
                .invokeAgent("writer", "Writes.", "acme", () -> {
                    var inner = telemetry.here();
                    var traced = inner.model(model);
                    return CompletableFuture.supplyAsync(() -> traced.blocking().chat(tuned("m1")), elsewhere)
                            .thenComposeAsync(
                                    answer -> inner.executeTool("look", "c1", "function", () -> {
                                        var deeper = telemetry.here();
                                        return CompletableFuture.supplyAsync(
                                                () -> deeper.model(model)
                                                        .blocking()
                                                        .chat(tuned("m2")),
                                                elsewhere);
                                    }),
                                    elsewhere);
                })
                .toCompletableFuture()
                .join();

        var agent = span("invoke_agent writer");
        var tool = span("execute_tool look");
        assertThat(span("chat m1").getParentSpanId()).isEqualTo(agent.getSpanId());
        assertThat(tool.getParentSpanId()).isEqualTo(agent.getSpanId());
        assertThat(span("chat m2").getParentSpanId()).isEqualTo(tool.getSpanId());
        assertThat(text(span("chat m2"), "gen_ai.conversation.id")).isEqualTo("acme");
        assertThat(agent.getEndEpochNanos()).isGreaterThanOrEqualTo(tool.getEndEpochNanos());
    }

    @Test
    void goesOnAfterAStreamAsWhoAsked() {
        var model = model("openai", answered(new TokenUsage(1, 1)));
        var after = new CompletableFuture<String>();

        telemetry
                .invokeAgent("writer", "Writes.", "acme", () -> {
                    var probe = new CompletableFuture<ChatResponse>();
                    telemetry.model(model).streaming().orElseThrow().chat(tuned("m1"), new ContextProbe(probe, after));
                    return probe;
                })
                .toCompletableFuture()
                .join();

        assertThat(after.join()).isEqualTo(span("invoke_agent writer").getSpanId());
    }

    @Test
    void endsTheSpanOfWorkThatFails() {
        var late = telemetry.invokeAgent(
                "writer", "Writes.", "acme", () -> CompletableFuture.supplyAsync(() -> failNow("late"), elsewhere));
        assertThatThrownBy(late.toCompletableFuture()::join).hasRootCauseMessage("late");
        assertThatThrownBy(() -> telemetry.executeTool(
                        "look", "c1", "function", () -> CompletableFuture.completedFuture(failNow("at once"))))
                .hasMessage("at once");

        assertThat(text(span("invoke_agent writer"), "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(span("execute_tool look"), "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    private static String failNow(String message) {
        throw new IllegalStateException(message);
    }

    @Test
    void tellsWhatIsSaidOnRequestOnly() {
        var messages = List.of(
                SystemMessage.from("be brief"),
                UserMessage.from(TextContent.from("here?"), ImageContent.from("aGVsbG8=", "image/png")),
                ModelReply.toolCall("c1", "weather", "{}")
                        .answer()
                        .apply(ChatRequests.user("x"))
                        .aiMessage(),
                ToolExecutionResultMessage.from("c1", "weather", "cold"));
        var request = ChatRequest.builder()
                .messages(messages)
                .modelName("m2")
                .toolSpecifications(ChatRequests.WEATHER)
                .build();

        telemetry
                .withContent(true)
                .model(model("openai", answered(new TokenUsage(1, 1))))
                .blocking()
                .chat(request);

        var span = span("chat m2");
        assertThat(json(span, "gen_ai.system_instructions"))
                .isEqualTo(List.of(Map.of("type", "text", "content", "be brief")));
        assertThat(json(span, "gen_ai.input.messages")).isEqualTo(Json.parse("""
                        [{"role":"user","parts":[{"type":"text","content":"here?"},
                                                 {"type":"image","mime_type":"image/png"}]},
                         {"role":"assistant","parts":[
                             {"type":"tool_call","id":"c1","name":"weather","arguments":"{}"}]},
                         {"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"cold"}]}]
                        """, List.class));
        assertThat(json(span, "gen_ai.output.messages"))
                .isEqualTo(List.of(Map.of(
                        "role",
                        "assistant",
                        "finish_reason",
                        "stop",
                        "parts",
                        List.of(Map.of("type", "text", "content", "one two")))));
        assertThat(text(span, "gen_ai.tool.definitions"))
                .contains("\"type\":\"function\"", "\"name\":\"weather\"", "\"city\"");
    }

    private static List<?> json(SpanData span, String key) {
        return Json.parse(text(span, key), List.class);
    }

    @Test
    void costsNothingWhenNobodyListens() {
        var model = model("openai", answered(new TokenUsage(1, 1)));
        var stage = new CompletableFuture<String>();

        assertThat(ChatTelemetry.NOOP.model(model)).isSameAs(model);
        assertThat(ChatTelemetry.NOOP.withContent(true).here()).isSameAs(ChatTelemetry.NOOP);
        assertThat(ChatTelemetry.NOOP.invokeAgent("a", "", "c", () -> stage)).isSameAs(stage);
        assertThat(ChatTelemetry.NOOP.executeTool("t", "c1", "function", () -> stage))
                .isSameAs(stage);
    }

    @Test
    void worksWithoutAnSdk() {
        var model = ChatTelemetry.of(OpenTelemetry.noop()).model(model("openai", answered(new TokenUsage(1, 1))));

        assertThat(model.blocking().chat(tuned("m2")).id()).isEqualTo("r1");
    }
}
