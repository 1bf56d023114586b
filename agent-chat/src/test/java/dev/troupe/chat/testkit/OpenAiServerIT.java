package dev.troupe.chat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.output.FinishReason;
import dev.troupe.chat.model.ChatModels;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.model.ModelConfigs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client of LangChain4j, made by configuration, at a server that is in this process. */
class OpenAiServerIT {
    private static final ToolExecutionRequest OSLO = call("c1", "{\"city\":\"Oslo\"}");
    private static final ToolExecutionRequest ROME = call("c2", "{\"city\":\"Rome\"}");

    private OpenAiServer server;
    private ReplayChatModel behind;

    @AfterEach
    void stop() {
        server.close();
    }

    private Model client(ReplayChatModel script, String... more) {
        behind = script;
        server = OpenAiServer.start(script);
        return ChatModels.fromConfig(ModelConfigs.of(
                "OPENAI_BASE_URL = \"" + server.baseUrl() + "\", OPENAI_MODEL = m1",
                "troupe.chat.model { max-retries = 0, temperature = 0.5, max-tokens = 9 }",
                String.join("\n", more)));
    }

    private static ToolExecutionRequest call(String id, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name("weather")
                .arguments(arguments)
                .build();
    }

    @Test
    void answersWithTextAndUsage() {
        var model = client(ReplayChatModel.of(ModelReply.text("hello").withUsage(3, 4)));

        var answer = model.blocking().chat(ChatRequests.user("hi"));

        assertThat(answer.aiMessage()).isEqualTo(AiMessage.from("hello"));
        assertThat(answer.tokenUsage().inputTokenCount()).isEqualTo(3);
        assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(4);
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.modelName()).isEqualTo("m1");
        assertThat(server.requests()).singleElement().satisfies(body -> {
            assertThat(body.get("model").textValue()).isEqualTo("m1");
            assertThat(body.get("temperature").doubleValue()).isEqualTo(0.5);
            assertThat(body.get("max_tokens").intValue()).isEqualTo(9);
            assertThat(body.at("/messages/0/content").textValue()).isEqualTo("hi");
        });
    }

    @Test
    void streamsTextAndUsage() {
        var model = client(ReplayChatModel.of(ModelReply.text("one two three").withUsage(3, 4)));

        var probe = StreamProbe.ask(model.streaming().orElseThrow(), ChatRequests.user("hi"));

        var answer = probe.await();
        assertThat(probe.pieces).containsExactly("one ", "two ", "three");
        assertThat(answer.aiMessage().text()).isEqualTo("one two three");
        assertThat(answer.tokenUsage().totalTokenCount()).isEqualTo(7);
        assertThat(server.requests().get(0).at("/stream_options/include_usage").booleanValue())
                .isTrue();
    }

    @Test
    void callsToolsInOnePieceAndInFragments() {
        var model = client(ReplayChatModel.of(ModelReply.toolCalls(OSLO, ROME), ModelReply.toolCalls(OSLO, ROME)));
        var request = ChatRequest.builder()
                .messages(UserMessage.from("weather?"))
                .toolSpecifications(ChatRequests.WEATHER)
                .build();

        var whole = model.blocking().chat(request);
        var probe = StreamProbe.ask(model.streaming().orElseThrow(), request);

        assertThat(whole.aiMessage().toolExecutionRequests()).containsExactly(OSLO, ROME);
        assertThat(whole.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(probe.await().aiMessage().toolExecutionRequests()).containsExactly(OSLO, ROME);
        assertThat(probe.calls).extracting(call -> call.toolExecutionRequest()).containsExactly(OSLO, ROME);
        assertThat(probe.fragments).hasSizeGreaterThan(2);
        assertThat(behind.requests())
                .allSatisfy(asked -> assertThat(asked.toolSpecifications()).containsExactly(ChatRequests.WEATHER));
    }

    @Test
    void hearsTheWholeConversation() {
        var model = client(ReplayChatModel.of("cold"));
        var messages = List.of(
                SystemMessage.from("be brief"),
                UserMessage.from(TextContent.from("here?"), ImageContent.from("aGVsbG8=", "image/png")),
                AiMessage.from(OSLO),
                ToolExecutionResultMessage.from("c1", "weather", "-3"));

        model.blocking().chat(ChatRequest.builder().messages(messages).build());

        assertThat(behind.requests().get(0).messages())
                .usingRecursiveComparison()
                .ignoringFields("detailLevel", "toolName")
                .isEqualTo(List.of(
                        messages.get(0),
                        messages.get(1),
                        messages.get(2),
                        ToolExecutionResultMessage.from("c1", "", "-3")));
    }

    @Test
    void hearsWhichFormIsWanted() {
        var model = client(ReplayChatModel.of(ModelReply.structured(Map.of("city", "Oslo"))));
        var schema = JsonSchema.builder()
                .name("Place")
                .rootElement(
                        JsonObjectSchema.builder().addStringProperty("city").build())
                .build();

        var answer = model.blocking()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("where?"))
                        .responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(schema)
                                .build())
                        .build());

        assertThat(answer.aiMessage().text()).isEqualTo("{\"city\":\"Oslo\"}");
        JsonNode format = server.requests().get(0).get("response_format");
        assertThat(format.get("type").textValue()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/name").textValue()).isEqualTo("Place");
        assertThat(behind.requests().get(0).responseFormat()).isEqualTo(ResponseFormat.JSON);
    }

    @Test
    void failsAsOpenAiDoes() {
        var model = client(ReplayChatModel.of(
                        ModelReply.failure(new AuthenticationException("wrong key")),
                        ModelReply.failure(ServerFault.rateLimited(Duration.ofSeconds(7))),
                        ModelReply.failure(new IllegalStateException("broken")),
                        ModelReply.failure(ServerFault.malformed())))
                .blocking();

        assertThatThrownBy(() -> model.chat("a"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("wrong key");
        assertThatThrownBy(() -> model.chat("a"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Rate limit reached");
        assertThatThrownBy(() -> model.chat("a"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("broken");
        assertThatThrownBy(() -> model.chat("a")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void failsAStreamAsOpenAiDoes() {
        var model = client(ReplayChatModel.of(ModelReply.failure(new AuthenticationException("wrong key"))));

        var probe = StreamProbe.ask(model.streaming().orElseThrow(), ChatRequests.user("a"));

        assertThatThrownBy(probe::await).hasCauseInstanceOf(AuthenticationException.class);
    }

    @Test
    void isAskedAgainAfterAPassingFailure() {
        var model = client(
                ReplayChatModel.of(ModelReply.failure(ServerFault.of(503, "busy")), ModelReply.text("there")),
                "troupe.chat.model.max-retries = 1");

        assertThat(model.blocking().chat("a")).isEqualTo("there");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void isLeftAfterTheTimeout() {
        var model = client(
                ReplayChatModel.of(ModelReply.text("late").withDelay(Duration.ofMinutes(10))),
                "troupe.chat.model.timeout = 200ms");

        assertThatThrownBy(() -> model.blocking().chat("a")).isInstanceOf(TimeoutException.class);
    }

    @Test
    void isLeftAtOnceByACallerThatIsInterrupted() throws InterruptedException {
        var model = client(
                ReplayChatModel.of(ModelReply.text("late").withDelay(Duration.ofMinutes(10))),
                "troupe.chat.model.max-retries = 2");
        var failure = new CompletableFuture<Throwable>();
        var caller = new Thread(() -> {
            try {
                model.blocking().chat("a");
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        caller.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.requests().size() == 1);

        caller.interrupt();

        assertThat(failure.orTimeout(30, TimeUnit.SECONDS).join()).hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void saysWhatItAnswers() throws IOException, InterruptedException {
        client(ReplayChatModel.of("x"));
        var http = HttpClient.newHttpClient();
        var other =
                HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models")).build();
        var malformed = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString("{"))
                .build();

        var notFound = http.send(other, HttpResponse.BodyHandlers.ofString());
        var badRequest = http.send(malformed, HttpResponse.BodyHandlers.ofString());

        assertThat(notFound.statusCode()).isEqualTo(404);
        assertThat(notFound.body()).contains("expected: POST /v1/chat/completions");
        assertThat(badRequest.statusCode()).isEqualTo(400);
        assertThat(badRequest.body()).contains("invalid_request_error");
    }

    @Test
    void sendsWhenToAskAgain() throws IOException, InterruptedException {
        client(ReplayChatModel.of(ModelReply.failure(ServerFault.rateLimited(Duration.ofSeconds(7)))));
        var request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"))
                .build();

        var refused = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
    }
}
