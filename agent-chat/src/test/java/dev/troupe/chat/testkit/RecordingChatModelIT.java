package dev.troupe.chat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.troupe.chat.model.ChatModels;
import dev.troupe.chat.model.ModelConfigs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingChatModelIT {
    private static final ModelReply CALL =
            ModelReply.toolCall("c1", "weather", "{\"city\":\"Oslo\"}").withUsage(30, 4);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("run.jsonl");
    }

    private List<ChatRequest> conversation() {
        var ask = new ArrayList<dev.langchain4j.data.message.ChatMessage>(List.of(
                SystemMessage.from("You know the weather."),
                UserMessage.from(
                        "ann", TextContent.from("Where is this?"), ImageContent.from("aGVsbG8=", "image/png"))));
        var first = ChatRequest.builder()
                .messages(ask)
                .toolSpecifications(ChatRequests.WEATHER)
                .build();
        ask.add(CALL.answer().apply(first).aiMessage());
        ask.add(ToolExecutionResultMessage.from("c1", "weather", "cold"));
        var second = ChatRequest.builder()
                .messages(ask)
                .toolSpecifications(ChatRequests.WEATHER)
                .build();
        return List.of(first, second);
    }

    @Test
    void replaysToolCallsImagesAndUsage() {
        var requests = conversation();
        var answers = new ArrayList<ChatResponse>();
        try (var recorder = RecordingChatModel.start(
                ReplayChatModel.of(CALL, ModelReply.text("It is cold.").withUsage(40, 5))
                        .model(),
                file)) {
            requests.forEach(request -> answers.add(recorder.chat(request)));
        }

        var replayed = ReplayChatModel.fromFile(file);

        assertThat(replayed.chat(requests.get(1))).isEqualTo(answers.get(1));
        assertThat(replayed.chat(requests.get(0))).isEqualTo(answers.get(0));
    }

    @Test
    void replaysAStreamAsAStream() {
        var request = conversation().get(0);
        StreamProbe real;
        try (var recorder = RecordingChatModel.start(ReplayChatModel.of(CALL).model(), file)) {
            real = StreamProbe.ask(recorder.model().streaming().orElseThrow(), request);
            real.await();
        }

        var replayed = StreamProbe.ask(ReplayChatModel.fromFile(file), request);

        assertThat(replayed.await()).isEqualTo(real.await());
        assertThat(replayed.fragments).isEqualTo(real.fragments).isNotEmpty();
        assertThat(replayed.calls).isEqualTo(real.calls).hasSize(1);
    }

    @Test
    void recordsTheClientOfAProviderAndNoKey() throws IOException {
        var request = conversation().get(0);
        ChatResponse real;
        try (var server = OpenAiServer.start(ReplayChatModel.of(CALL));
                var recorder = RecordingChatModel.start(
                        ChatModels.fromConfig(ModelConfigs.of(
                                "troupe.chat.model { provider = openai, name = m1, api-key = k-secret",
                                "base-url = \"" + server.baseUrl() + "\" }")),
                        file)) {
            real = recorder.chat(request);
        }

        ChatResponse replayed = ReplayChatModel.fromFile(file).chat(request);

        assertThat(replayed.aiMessage()).isEqualTo(real.aiMessage());
        assertThat(replayed.modelName()).isEqualTo("m1");
        assertThat(replayed.tokenUsage().inputTokenCount()).isEqualTo(30);
        assertThat(Files.readString(file)).doesNotContain("secret").doesNotContain("Bearer");
    }

    @Test
    void givesTheAnswersToTheSameRequestInTheirOrder() {
        record("one", "two");

        var replayed = ReplayChatModel.fromFile(file);

        assertThat(replayed.chat("a")).isEqualTo("one");
        assertThat(replayed.chat("a")).isEqualTo("two");
        assertThatThrownBy(() -> replayed.chat("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for the 3. time (expected: at most 2");
    }

    private void record(String... answers) {
        try (var recorder = RecordingChatModel.start(ReplayChatModel.of(answers).model(), file)) {
            for (int count = 0; count < answers.length; count++) {
                recorder.chat("a");
            }
        }
    }

    @Test
    void appendsWholeLinesOfManyThreads() throws IOException {
        record("before");
        int count = 100;
        var model =
                ReplayChatModel.builder().always(ModelReply.text("x")).build().model();

        try (var recorder = RecordingChatModel.start(model, file)) {
            IntStream.range(0, count).parallel().forEach(number -> recorder.chat("request " + number));
        }

        var replayed = ReplayChatModel.fromFile(file);
        assertThat(Files.readAllLines(file)).hasSize(1 + count);
        assertThat(IntStream.range(0, count))
                .allSatisfy(
                        number -> assertThat(replayed.chat("request " + number)).isEqualTo("x"));
    }

    @Test
    void showsTheNearestMessageWhenARequestIsNotThere() {
        var requests = conversation();
        try (var recorder =
                RecordingChatModel.start(ReplayChatModel.of(CALL, CALL).model(), file)) {
            requests.forEach(recorder::chat);
        }
        var other = new ArrayList<>(requests.get(1).messages());
        other.set(3, ToolExecutionResultMessage.from("c1", "weather", "warm"));

        assertThatThrownBy(() -> ReplayChatModel.fromFile(file)
                        .chat(ChatRequest.builder()
                                .messages(other)
                                .toolSpecifications(ChatRequests.WEATHER)
                                .build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not in " + file)
                .hasMessageContaining("differs in message 4")
                .hasMessageContaining("warm")
                .hasMessageContaining("cold");
    }

    @Test
    void showsToolsAndFormatsThatDiffer() {
        record("one");
        var replayed = ReplayChatModel.fromFile(file);
        var request = ChatRequests.user("a").messages();

        assertThatThrownBy(() -> replayed.chat(ChatRequest.builder()
                        .messages(request)
                        .toolSpecifications(
                                ToolSpecification.builder().name("other").build())
                        .build()))
                .hasMessageContaining("differs in its tools")
                .hasMessageContaining("other");
        assertThatThrownBy(() -> replayed.chat(ChatRequest.builder()
                        .messages(request)
                        .responseFormat(ResponseFormat.JSON)
                        .build()))
                .hasMessageContaining("differs in its format: \"JSON\" (expected: nothing)");
        assertThat(replayed.chat("a")).isEqualTo("one");
    }

    @Test
    void namesTheLineThatIsNoExchange() throws IOException {
        record("one");
        Files.writeString(file, Files.readString(file) + "{\"request\":1}\n");

        assertThatThrownBy(() -> ReplayChatModel.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2: {\"request\":1}");
        assertThatThrownBy(() -> ReplayChatModel.fromFile(directory.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void leavesNoLineOfARequestThatFails() throws IOException {
        var model = ReplayChatModel.of(ModelReply.failure(new IllegalStateException("down")), ModelReply.text("up"));
        try (var recorder = RecordingChatModel.start(model.model(), file)) {

            assertThatThrownBy(() -> recorder.chat("a")).hasMessage("down");
            recorder.chat("a");
        }

        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(ReplayChatModel.fromFile(file).chat(ChatRequests.user("a")).aiMessage())
                .isEqualTo(AiMessage.from("up"));
    }
}
