package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python process of a test, from {@code src/test/python}. Without a Python to be had its test is skipped and says why;
 * where the environment has {@code CI}, it fails.
 */
final class Script implements AutoCloseable {
    static final Path ENVIRONMENT = Path.of("target", "python");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final Path output;
    private final Process process;

    private Script(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /** @param name tells it from others that run the same script */
    static Script start(String name, String script, String... arguments) {
        var output = Path.of("target", "multinode", name + ".log");
        try {
            Files.createDirectories(output.getParent());
            var command = autoGen().command(Path.of("src/test/python", script), List.of(arguments));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Script(name, output, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a Python with AutoGen, in {@link #ENVIRONMENT}; skips the test if there is none to be had. */
    static synchronized AutoGen autoGen() {
        try {
            return AutoGen.in(ENVIRONMENT);
        } catch (AutoGen.MissingException e) {
            if (System.getenv("CI") != null) {
                throw new IllegalStateException("AutoGen is missing: " + e.getMessage(), e);
            }
            System.out.println("SKIPPED, AutoGen is missing: " + e.getMessage());
            return abort(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until it prints something; returns the match. */
    Matcher awaitPrinted(String regex) {
        var pattern = Pattern.compile(regex);
        await(name + " prints " + regex)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(printed()).containsPattern(pattern));
        var matcher = pattern.matcher(printed());
        assertThat(matcher.find()).isTrue();
        return matcher;
    }

    /** Waits until it has printed a number after a word that is higher than it was. */
    void awaitMore(String word, long more) {
        long before = last(word);
        await(name + ": " + more + " more " + word)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(last(word)).isGreaterThanOrEqualTo(before + more));
    }

    private long last(String word) {
        var matcher = Pattern.compile(word + " (\\d+)").matcher(printed());
        long last = 0;
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }

    /** Ends its input, and waits until it has ended; returns what it printed. */
    String finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("%s ends: %s", name, printed())
                .isTrue();
        return printed();
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
