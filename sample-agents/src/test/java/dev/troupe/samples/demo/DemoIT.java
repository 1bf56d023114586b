package dev.troupe.samples.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it, in a JVM of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DOCUMENTS = 12;
    private static final String NOTHING_LOST = "ok: documents=12 decisions=12 lost=0 applied-twice=0";

    @TempDir
    private Path folder;

    @Test
    void killsTwoWorkersOneAfterTheOtherAndLosesNothing() throws Exception {
        writeDocuments();

        var shown = runToItsEnd("--nodes", "2", "--kill", "--input", folder.toString());

        assertThat(shown)
                .filteredOn(line -> line.startsWith("killing"))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(shown).anyMatch(line -> line.startsWith("starting node-3 in place of node-"));
        assertThat(shown).last().isEqualTo(NOTHING_LOST);
    }

    @Test
    void goesOnWhereItStoppedWhenAllNodesAreRestarted() throws Exception {
        writeDocuments();

        var shown = runToItsEnd("--nodes", "1", "--restart", "--input", folder.toString());

        assertThat(shown).contains("nothing runs; starting all again on the stored turns");
        assertThat(shown)
                .filteredOn(line -> line.startsWith("in the books: "))
                .singleElement()
                .asString()
                .contains(", 0 of the ");
        assertThat(shown).last().isEqualTo(NOTHING_LOST);
    }

    @Test
    void survivesARestartBetweenTwoKills() throws Exception {
        writeDocuments();

        var shown = runToItsEnd("--nodes", "2", "--restart", "--kill", "--input", folder.toString());

        assertThat(shown).filteredOn(line -> line.startsWith("killing")).hasSize(2);
        assertThat(shown).contains("nothing runs; starting all again on the stored turns");
        assertThat(shown).last().isEqualTo(NOTHING_LOST);
    }

    @Test
    void goesOnWhenItIsToAndTheCommandsItPrintsWorkWhenTheyArePasted() throws Exception {
        writeDocuments();
        var demo = start("--nodes", "1", "--keep", "--input", folder.toString());
        List<String> shown = new ArrayList<>();
        try (var lines = output(demo)) {
            while (shown.stream().noneMatch(line -> line.startsWith("all nodes go on"))) {
                shown.add(requireNonNull(lines.readLine(), "the demo has ended: " + shown));
            }
            var commands = shown.stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("curl"))
                    .distinct()
                    .toList();

            var answers = commands.stream().map(DemoIT::paste).toList();

            assertThat(answers).hasSize(3);
            assertThat(answers.get(0)).contains(": events of triage_decision");
            assertThat(answers.get(1)).contains("\"outcome\":\"STORED\"");
            assertThat(answers.get(2)).contains("CARD_NUMBERS");
            assertThat(demo.isAlive()).isTrue();
        } finally {
            end(demo);
        }
    }

    @Test
    void endsItsNodesWhenItIsStopped() throws Exception {
        writeDocuments();

        endsItsNodesWhenItIsStoppedAt("feeding", "--nodes", "1", "--input", folder.toString());
    }

    @Test
    void endsItsNodesWhenItIsStoppedAmidARestart() throws Exception {
        writeDocuments();

        endsItsNodesWhenItIsStoppedAt("nothing runs", "--nodes", "1", "--restart", "--input", folder.toString());
    }

    private void writeDocuments() throws IOException {
        for (int number = 1; number <= DOCUMENTS; number++) {
            Files.writeString(folder.resolve(number + ".txt"), "Invoice " + number);
        }
    }

    private static List<String> runToItsEnd(String... arguments) throws Exception {
        var demo = start(arguments);
        try (var lines = output(demo)) {
            var shown = lines.lines().toList();

            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).as("exit code; shown: %s", shown).isZero();
            return shown;
        } finally {
            end(demo);
        }
    }

    private static void endsItsNodesWhenItIsStoppedAt(String stage, String... arguments) throws Exception {
        var demo = start(arguments);
        List<String> shown = new ArrayList<>();
        Set<ProcessHandle> nodes = new HashSet<>();
        try (var lines = output(demo)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith(stage)) {
                demo.descendants().forEach(nodes::add);
                shown.add(line);
                line = lines.readLine();
            }

            demo.toHandle().destroy(); // SIGTERM: SIGINT is ignored below a shell that runs the test in the background
            lines.lines().forEach(shown::add);

            assertThat(nodes).as("nodes; shown: %s", shown).isNotEmpty();
            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(shown).last().asString().startsWith("interrupted");
            await("the end of the nodes")
                    .atMost(PATIENCE)
                    .until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            end(demo);
        }
    }

    /** Returns what a command shows; of one that goes on, what it shows within some seconds. */
    private static String paste(String command) {
        String limit = " --silent --max-time " + (command.startsWith("curl -N") ? "3" : "40");
        try {
            var process = new ProcessBuilder("sh", "-c", command + limit).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader output(Process demo) {
        return new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void end(Process demo) {
        demo.descendants().forEach(ProcessHandle::destroyForcibly);
        demo.destroyForcibly();
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
