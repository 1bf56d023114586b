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
final class NodeProcess extends Node {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path log;
    private final Process process;
    private int commands;

    private NodeProcess(Path directory, String name, Process process) {
        super(directory, name);
        this.log = log(directory, name);
        this.process = process;
    }

    /**
     * Starts a {@link LedgerNode} with its output in {@code directory}; returns before it is ready.
     *
     * @param prefix goes before the command, and becomes its process
     */
    static NodeProcess start(Path directory, String name, List<String> prefix, List<String> arguments) {
        Path trace = directory.resolve(name + Trace.SUFFIX);
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Lives for a minute: the second compiler would cost more than it gives.
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-D" + Trace.PROPERTY + "=" + trace.toAbsolutePath());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        command.add(LedgerNode.class.getName());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(directory, name).toFile());
        // Longer than some systems allow for one argument.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            var process = builder.start();
            // A paused one would not notice that this JVM has gone.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new NodeProcess(directory, name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node says that it is ready; returns its {@code host:port}. */
    String awaitReady() {
        return awaitLine(LedgerNode.READY, ".+:\\d+");
    }

    @Override
    String address() {
        return said(LedgerNode.READY, ".+:\\d+")
                .orElseThrow(() -> new IllegalStateException("node " + name() + " is not ready"));
    }

    @Override
    synchronized String command(String line) {
        commands++;
        write(line);
        String answer = awaitLine(LedgerNode.ANSWER + commands + " ", ".*");
        if (answer.startsWith("failed")) {
            throw new IllegalStateException(name() + ", " + line + ": " + answer);
        }
        return answer;
    }

    /** Ends the process at once, as a power cut would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets the node leave, and waits until it has. */
    void leave() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
    }

    /** Stops the process in the middle of whatever it does, until {@link #resume}. */
    void pause() {
        signal(process, "STOP");
    }

    void resume() {
        signal(process, "CONT");
    }

    /** Waits for the end of the process; returns its exit value. */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("node " + name() + ": still runs after " + PATIENCE);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while node " + name() + " ends", e);
        }
    }

    @Override
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

    private static Path log(Path directory, String name) {
        return directory.resolve(name + ".log");
    }

    static void signal(Process process, String signal) {
        try {
            var kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + signal + " ended with " + kill.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void write(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("node " + name() + ", " + line, e);
        }
    }

    private String awaitLine(String start, String pattern) {
        await("node " + name() + ": " + start)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("node " + name() + " ended with " + process.exitValue());
                    }
                    return said(start, pattern).isPresent();
                });
        return said(start, pattern).orElseThrow();
    }

    /** Returns the rest of the first line that starts so and is complete. */
    private Optional<String> said(String start, String pattern) {
        return lines().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .filter(rest -> rest.matches(pattern))
                .findFirst();
    }

    private List<String> lines() {
        try {
            String text = new String(Files.readAllBytes(log), UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
