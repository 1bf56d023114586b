package dev.troupe.samples.demo;

import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worker in Python that gives a second opinion, in a process of its own. When the gateway goes it waits for it, for a
 * minute: so it joins again after a restart, and does not outlive this JVM for long, whatever that dies of.
 */
final class PythonWorker implements AutoCloseable {
    /** The agent type that it serves. */
    static final String TYPE = "opinion";

    /** What it is called on the screen, and its log. */
    static final String NAME = "python";

    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final AtomicInteger joined = new AtomicInteger();

    private PythonWorker(Process process) {
        this.process = process;
    }

    /** Starts the script of the sample, which connects to {@code address}; returns at once. */
    static PythonWorker start(AutoGen python, String address, Path log) throws IOException {
        String home = System.getProperty("troupe.home", ".");
        var script = Path.of(home, "sample-agents", "python", "triage_worker.py");
        var process = new ProcessBuilder(python.command(script, List.of(address)))
                .redirectErrorStream(true)
                .start();
        var worker = new PythonWorker(process);
        var reader = new Thread(() -> worker.readOutput(log), "troupe-demo-python");
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    private void readOutput(Path log) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var copy = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.println(line);
                if (line.startsWith("ready")) {
                    joined.incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how often it has joined the cluster: from then on it hears all documents. */
    int joined() {
        return joined.get();
    }

    boolean living() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process at once. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
