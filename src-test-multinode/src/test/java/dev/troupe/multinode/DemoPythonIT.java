package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its worker in Python, as a user starts it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoPythonIT {
    @TempDir
    private Path folder;

    @Test
    void endsWellAndHasAnOpinionOfTheWorkerInPythonOnEachDocument() throws Exception {
        Script.autoGen();
        Files.writeString(folder.resolve("1.txt"), "Invoice 1: the total due is payable within 30 days.");
        Files.writeString(folder.resolve("2.txt"), "I am disappointed. The drill is broken and I want a refund.");

        var demo = start("--python", Script.ENVIRONMENT.toString(), "--nodes", "1", "--input", folder.toString());
        try {
            var shown = demo.inputReader(StandardCharsets.UTF_8).lines().toList();

            assertThat(demo.waitFor()).as("exit code; shown: %s", shown).isZero();
            assertThat(shown).anyMatch(line -> line.startsWith("python gave an opinion on 2 documents"));
            assertThat(shown).last().isEqualTo("ok: documents=2 decisions=2 lost=0 applied-twice=0");
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java, "-XX:TieredStopAtLevel=1", "-Dtroupe.home=..", "dev.troupe.node.Main", "demo")
                .redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
