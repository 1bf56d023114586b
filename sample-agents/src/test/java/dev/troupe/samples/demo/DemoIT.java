package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it, in a JVM of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void endsItsNodesWhenItIsStopped() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "Invoice 42");
        var demo = start("--nodes", "1", "--input", folder.toString());
        List<String> shown = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("feeding")) {
                shown.add(line);
                line = lines.readLine();
            }
            var nodes = demo.descendants().toList();

            demo.toHandle().destroy(); // SIGTERM: SIGINT is ignored below a shell that runs the test in the background
            lines.lines().forEach(shown::add);

            assertThat(nodes).as("nodes; shown: %s", shown).isNotEmpty();
            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(shown).last().asString().startsWith("interrupted");
            await("the end of the nodes")
                    .atMost(PATIENCE)
                    .until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "dev.troupe.node.Main",
                "demo"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
