package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.OpenAiServer;
import dev.troupe.chat.testkit.ReplayChatModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe chat} as a process of its own. */
class ChatIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void saysHowToSetAModelIfThereIsNone() throws Exception {
        var chat = start(Map.of());

        assertThat(chat.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(chat.exitValue()).isEqualTo(2);
        assertThat(said())
                .startsWith("troupe: no model. Set OPENAI_API_KEY and OPENAI_MODEL; or OPENAI_BASE_URL")
                .contains("--replay ")
                .contains("default.jsonl")
                .hasLineCount(1);
    }

    @Test
    void cancelsTheRunWhenItIsInterrupted() throws Exception {
        var slow = ReplayChatModel.of(ModelReply.text("late").withDelay(Duration.ofMinutes(10)));
        try (var server = OpenAiServer.start(slow)) {
            var chat = start(Map.of("OPENAI_BASE_URL", server.baseUrl(), "OPENAI_MODEL", "m"), "--task", "hi");
            await().atMost(PATIENCE).until(() -> server.requests().size() == 1);

            chat.destroy();

            assertThat(chat.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(said()).isEqualTo("team: default, model: m of openai\nuser: hi\ntroupe: cancelled\n");
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "dev.troupe.node.Main", "chat"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(OPENAI|AZURE_OPENAI|ANTHROPIC|GEMINI|GOOGLE|OLLAMA|TROUPE)_.*"));
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.start();
        return process;
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    }
}
