package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link WriterNode} in a JVM of its own, and what it has said. */
final class WriterProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final int writers;
    private final Process process;
    private final Thread reader;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Long> recovered = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final AtomicLong acknowledgements = new AtomicLong();

    private WriterProcess(String name, int writers, Process process) {
        this.name = name;
        this.writers = writers;
        this.process = process;
        this.reader = new Thread(this::read, "output of " + name);
    }

    /** Starts it; its errors go to a file in {@code directory}. */
    static WriterProcess start(Path directory, String name, int writers, String config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Lives for seconds: the second compiler would cost more than it gives.
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        // Who is killed leaves the library that it has unpacked.
        command.add("-Dorg.sqlite.tmpdir=" + directory.toAbsolutePath());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(List.of(WriterNode.class.getName(), name, Integer.toString(writers), config));
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var writer = new WriterProcess(name, writers, process);
            writer.reader.start();
            return writer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Returns the last number that each writer of this process said was stored. */
    Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Returns how many events each writer of this process found when it started. */
    Map<String, Long> recovered() {
        return Map.copyOf(recovered);
    }

    /** Returns how often what was not stored or not recovered, by its error. */
    Map<String, AtomicLong> failures() {
        return Map.copyOf(failures);
    }

    long acknowledgements() {
        return acknowledgements.get();
    }

    /** Waits until every writer of this process has stored something. */
    void awaitAllWrite() {
        await("writers of " + name + ", failures " + failures)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(name + " ended with " + process.exitValue());
                    }
                    return acknowledged.size() == writers;
                });
    }

    /** Waits for another acknowledgement; returns how long that took. */
    Duration awaitAcknowledgement() {
        long before = acknowledgements();
        long start = System.nanoTime();
        await("acknowledgement of " + name + ", failures " + failures)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> acknowledgements() > before);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends the process as a power cut would; what it said until then has been read when this returns. */
    void kill() {
        // The process itself would close its output, and with it what was said last.
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    /** Stops the process in the middle of whatever it does, until {@link #resume}. */
    void pause() {
        NodeProcess.signal(process, "STOP");
    }

    void resume() {
        NodeProcess.signal(process, "CONT");
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] part = line.split(" ", 3);
                if (part.length == 3) {
                    said(part[0], part[1], part[2]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void said(String what, String writer, String more) {
        switch (what) {
            case WriterNode.ACKNOWLEDGED -> {
                acknowledged.put(writer, Long.valueOf(more));
                acknowledgements.incrementAndGet();
            }
            case WriterNode.RECOVERED -> recovered.put(writer, Long.valueOf(more));
            case WriterNode.FAILED ->
                failures.computeIfAbsent(more.replaceAll("\\d+", "n"), text -> new AtomicLong())
                        .incrementAndGet();
            default -> {} // the log
        }
    }
}
