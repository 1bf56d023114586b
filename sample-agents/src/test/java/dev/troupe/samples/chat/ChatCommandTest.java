package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {
    @TempDir
    private Path folder;

    @Test
    void refusesATeamItDoesNotKnow() {
        assertThat(Chat.run("--team", "nobody"))
                .isEqualTo(new Chat(2, "", "troupe: --team: nobody (expected: default or research)\n"));
    }

    @Test
    void refusesATaskWithoutWords() {
        assertThat(Chat.run("--task", " ")).isEqualTo(new Chat(2, "", "troupe: --task: ' ' (expected: a task)\n"));
    }

    @Test
    void refusesToRecordAReplay() {
        assertThat(Chat.run("--replay", "a", "--record", "b"))
                .isEqualTo(new Chat(2, "", "troupe: --replay, --record: both (expected: one of them)\n"));
    }

    @Test
    void refusesToRecordWhereItCannotWrite() {
        Path file = folder.resolve("missing").resolve("recording.jsonl");

        var chat = Chat.run(
                "--task",
                "hi",
                "--record",
                file.toString(),
                "--set",
                "troupe.chat.model { provider = ollama, name = any, base-url = \"http://127.0.0.1:1\" }");

        assertThat(chat)
                .isEqualTo(
                        new Chat(2, "", "troupe: --record: '" + file + "' (expected: a file that can be written)\n"));
    }

    @Test
    void refusesAReplayOfWhatIsNoRecording() throws IOException {
        Path missing = folder.resolve("missing");
        Path other = Files.writeString(folder.resolve("other"), "hello\n");
        Path empty = Files.writeString(folder.resolve("empty"), "");

        assertThat(Chat.run("--replay", missing.toString()).err())
                .isEqualTo("troupe: --replay: " + missing + " (expected: a recording of a model)\n");
        assertThat(Chat.run("--replay", other.toString()).err()).startsWith("troupe: " + other + ", line 1: hello");
        assertThat(Chat.run("--replay", empty.toString()))
                .isEqualTo(new Chat(
                        2, "", "troupe: --replay: " + empty + " (expected: a recording with a task of a user)\n"));
    }

    @Test
    void namesAWrongSettingOfTheModel() {
        var chat = Chat.run("--task", "hi", "--set", "troupe.chat.model.provider=nobody");

        assertThat(chat.exitCode()).isEqualTo(2);
        assertThat(chat.err()).startsWith("troupe: troupe.chat.model.provider: nobody (expected: one of openai");
    }
}
