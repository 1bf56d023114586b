package dev.troupe.multinode;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code troupe gateway} in a JVM of its own, from the class path of this one. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*workers=(\\S+) http=(\\S+)");
    /** As quick to take a node for dead as the other tests over several JVMs are. */
    private static final List<String> SETTINGS =
            List.of("pekko.cluster.split-brain-resolver.stable-after=4s", "troupe.gateway.shared-types=[\"shared*\"]");

    private final Path log;
    private final Process process;

    private GatewayProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /** Starts one that joins others; returns when it is ready. */
    static GatewayProcess start(String name, String... others) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
            command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        }
        command.addAll(List.of("dev.troupe.node.Main", "gateway", "--modules", "echo", "--port", "0"));
        command.addAll(List.of("--grpc-port", "0", "--http-port", "0", "--management-port", "0"));
        SETTINGS.forEach(setting -> command.addAll(List.of("--set", setting)));
        if (others.length > 0) {
            command.addAll(List.of("--join", String.join(",", others)));
        }
        var log = Path.of("target", "multinode", name + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Files.createDirectories(log.getParent());
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var gateway = new GatewayProcess(log, process);
            await("gateway " + name + ", see " + log)
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> READY.matcher(gateway.printed()).find());
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where other nodes reach it. */
    String address() {
        return ready(1);
    }

    /** Returns where workers connect. */
    String workers() {
        return ready(2);
    }

    private String ready(int group) {
        var matcher = READY.matcher(printed());
        if (!matcher.find()) {
            throw new IllegalStateException("not ready: " + printed());
        }
        return matcher.group(group);
    }

    private String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
