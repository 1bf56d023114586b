package dev.troupe.multinode;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of {@code troupe} in a JVM of its own, from the class path of this one. It ends when this JVM does. */
final class MainProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Unless told otherwise, as quick to take a node for dead as the other tests over several JVMs are. */
    private static final String STABLE = "pekko.cluster.split-brain-resolver.stable-after";

    private final Path log;
    private final Process process;

    private MainProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /** Starts one; what it prints goes to a log of this name. */
    static MainProcess start(String name, List<String> arguments) {
        return start(name, System.getProperty("java.class.path"), arguments);
    }

    /** As {@link #start(String, List)}, from another class path. */
    static MainProcess start(String name, String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        command.add("dev.troupe.node.Main");
        command.addAll(arguments);
        if (arguments.stream().noneMatch(each -> each.startsWith(STABLE))) {
            command.addAll(List.of("--set", STABLE + "=4s"));
        }
        var log = Path.of("target", "multinode", name + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classPath);
        try {
            Files.createDirectories(log.getParent());
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new MainProcess(log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed something that matches. */
    Matcher awaitPrinted(Pattern pattern) {
        var matcher = new Matcher[1];
        await(pattern + " in " + log).atMost(PATIENCE).until(() -> {
            matcher[0] = pattern.matcher(printed());
            return matcher[0].find();
        });
        return matcher[0];
    }

    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, with SIGTERM. */
    void terminate() {
        process.destroy();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has ended; returns its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still runs after " + PATIENCE + ", see " + log + ":\n" + printed());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
