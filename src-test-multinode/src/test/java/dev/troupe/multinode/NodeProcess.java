package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node in a JVM of its own, from the class path of this one. It ends when this JVM does. */
final class NodeProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final Path log;
    private final Path trace;
    private final Process process;

    private NodeProcess(String name, Path log, Path trace, Process process) {
        this.name = name;
        this.log = log;
        this.trace = trace;
        this.process = process;
    }

    /** Starts {@code main} with its output in {@code directory}; returns before it is ready. */
    static NodeProcess start(Path directory, String name, Class<?> main, List<String> arguments) {
        Path log = directory.resolve(name + ".log");
        Path trace = directory.resolve(name + ".trace");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-D" + Trace.PROPERTY + "=" + trace.toAbsolutePath()));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        command.add(main.getName());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Longer than some systems allow for one argument.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Files.deleteIfExists(trace);
            return new NodeProcess(name, log, trace, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node says that it is ready; returns its {@code host:port}. */
    String awaitReady() {
        await("node " + name + " ready").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("node " + name + " ended with " + process.exitValue());
            }
            return address().isPresent();
        });
        return address().orElseThrow();
    }

    /** Ends the process at once, as a power cut would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets the node leave, and waits until it has. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
    }

    String name() {
        return name;
    }

    Path trace() {
        return trace;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    List<String> lastLines(int count) {
        var lines = lines();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private Optional<String> address() {
        return lines().stream()
                .filter(line -> line.startsWith(LedgerNode.READY))
                .map(line -> line.substring(LedgerNode.READY.length()))
                .filter(address -> address.matches(".+:\\d+"))
                .findFirst();
    }

    private List<String> lines() {
        try {
            return new String(Files.readAllBytes(log), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("node " + name + ": still runs after " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while node " + name + " ends", e);
        }
    }
}
