package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.AuthenticationException;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.OpenAiServer;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.chat.testkit.ServerFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console with the real client of OpenAI. */
class ChatModelIT {
    @TempDir
    private Path folder;

    @Test
    void showsAnAnswerThatIsStreamedOnce() {
        try (var server = OpenAiServer.start(Scripts.defaultTeam())) {

            var chat = typing(server, "", "--task", Scripts.DEFAULT_TASK);

            assertThat(chat.err()).isEmpty();
            assertThat(chat.exitCode()).isZero();
            assertThat(chat.out())
                    .startsWith("team: default, model: some-model of openai\n")
                    .containsSubsequence(
                            "assistant  -> calculate {\"expression\": \"1000 / 24\"}",
                            "assistant  <- calculate: 41.66",
                            "assistant: You need 42 crates.\ncritic: The number of empty places is missing.\n",
                            "critic: APPROVE\nstopped: Text 'APPROVE' mentioned (messages: 5, tokens: ");
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.path("stream").asBoolean()).isTrue());
        }
    }

    @Test
    void goesOnWithTheConversationTaskByTask() {
        var model = ReplayChatModel.of("One.", "APPROVE", "Two.", "APPROVE");
        try (var server = OpenAiServer.start(model)) {

            var chat = typing(server, "first\n\nsecond\nexit\nthird\n");

            assertThat(chat.exitCode()).isZero();
            assertThat(chat.out()).containsSubsequence("> ", "assistant: One.", "> ", "> ", "assistant: Two.", "> ");
            assertThat(model.requests().get(2).messages().toString()).contains("first", "One.", "APPROVE", "second");
        }
    }

    @Test
    void recordsWhatCanBeReplayed() {
        var file = folder.resolve("mine.jsonl").toString();
        try (var server = OpenAiServer.start(ReplayChatModel.of("Sun.", "APPROVE"))) {
            typing(server, "Weather?\n", "--record", file);
        }

        var again = Chat.run("--replay", file);

        assertThat(again.err()).isEmpty();
        assertThat(again.out()).contains("user: Weather?\nassistant: Sun.\ncritic: APPROVE\n");
    }

    @Test
    void saysInALineWhatIsWrongWithTheModel() {
        assertThat(failure(ModelReply.failure(new AuthenticationException("wrong key"))))
                .isEqualTo(
                        "troupe: model 'some-model' of openai: wrong key. It refuses the key: set OPENAI_API_KEY to a"
                                + " valid one.\n");
        assertThat(failure(ModelReply.failure(ServerFault.of(500, "out of\norder"))))
                .isEqualTo("troupe: model 'some-model' of openai: out of order. Its server fails: try again later.\n");
        assertThat(failure(ModelReply.failure(ServerFault.of(404, "no such model"))))
                .endsWith("It is not known there: set TROUPE_CHAT_MODEL to one that is.\n");
        assertThat(failure(ModelReply.failure(ServerFault.rateLimited(Duration.ofSeconds(7)))))
                .contains("Rate limit reached for requests. Too many requests");
    }

    @Test
    void saysThatNobodyAnswersInTime() {
        assertThat(failure(
                        ModelReply.text("late").withDelay(Duration.ofMinutes(10)),
                        "--set",
                        "troupe.chat.model.timeout=300ms"))
                .contains("It did not answer in time: try again, or give it longer")
                .hasLineCount(1);
    }

    @Test
    void saysThatNobodyIsThere() {
        String url;
        try (var server = OpenAiServer.start(ReplayChatModel.of("x"))) {
            url = server.baseUrl();
        }

        var chat = Chat.run(arguments(url, "--task", "hi"));

        assertThat(chat.exitCode()).isEqualTo(1);
        assertThat(chat.err())
                .contains("It cannot be reached: start its server, or correct the URL")
                .hasLineCount(1);
    }

    @Test
    void takesTheNextTaskAfterAFailure() {
        var model = ReplayChatModel.of(
                ModelReply.failure(new AuthenticationException("wrong key")),
                ModelReply.text("There."),
                ModelReply.text("APPROVE"));
        try (var server = OpenAiServer.start(model)) {

            var chat = typing(server, "first\nsecond\n");

            assertThat(chat.exitCode()).as(chat.err()).isZero();
            assertThat(chat.err()).contains("wrong key");
            assertThat(chat.out()).contains("assistant: There.\ncritic: APPROVE\n");
        }
    }

    @Test
    void goesOnWhereItWasIfTheConversationIsKept() throws IOException {
        String store = folder.toString();
        var model = ReplayChatModel.of("One.", "APPROVE", "Two.", "APPROVE");
        try (var server = OpenAiServer.start(model)) {
            typing(server, "", "--task", "first", "--durable", store);

            var later = typing(server, "", "--task", "second", "--durable", store);

            assertThat(later.err()).isEmpty();
            assertThat(later.out()).contains("assistant: Two.");
            assertThat(model.requests().get(2).messages().toString()).contains("first", "One.", "second");
        }
    }

    private static String failure(ModelReply reply, String... more) {
        try (var server = OpenAiServer.start(ReplayChatModel.of(reply))) {
            List<String> arguments = new ArrayList<>(List.of(more));
            arguments.addAll(List.of("--task", "hi"));
            var chat = typing(server, "", arguments.toArray(String[]::new));
            assertThat(chat.exitCode()).isEqualTo(1);
            return chat.err();
        }
    }

    private static Chat typing(OpenAiServer server, String lines, String... more) {
        return Chat.typing(lines, arguments(server.baseUrl(), more));
    }

    private static String[] arguments(String url, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--set", "troupe.chat.model.provider=openai"));
        all.addAll(List.of("--set", "troupe.chat.model.name=some-model"));
        all.addAll(List.of("--set", "troupe.chat.model.base-url=\"" + url + "\""));
        all.addAll(List.of("--set", "troupe.chat.model.max-retries=0"));
        return all.toArray(String[]::new);
    }
}
