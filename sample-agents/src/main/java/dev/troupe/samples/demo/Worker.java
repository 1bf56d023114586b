package dev.troupe.samples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A node of the demo: a JVM of its own that ends when this one does. */
final class Worker implements AutoCloseable {
    private static final int STOP_SECONDS = 8;
    private static final String UP = "up";
    private static final String KILLED = "killed";
    private static final String STOPPED = "stopped";

    /**
     * What outlives the process.
     *
     * @param module the agents it knows
     */
    record Identity(String name, List<String> roles, String module) {}

    private final Identity identity;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile long turns;
    private volatile String state = "starting";
    private volatile String address = "";

    private Worker(Identity identity, Process process) {
        this.identity = identity;
        this.process = process;
    }

    /** Starts {@code troupe node} on the class path of this JVM; its log goes to the end of a file. */
    static Worker start(Identity identity, List<String> nodeArguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(flagsOfNewerJvms());
        command.add("dev.troupe.node.Main");
        command.addAll(
                List.of("node", "--child", "--port", "0", "--management-port", "0", "--modules", identity.module()));
        command.addAll(List.of("--roles", String.join(",", identity.roles())));
        command.addAll(nodeArguments);
        var builder = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var worker = new Worker(identity, builder.start());
        var reader = new Thread(worker::readOutput, "troupe-demo-" + identity.name());
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    private static List<String> flagsOfNewerJvms() {
        return Runtime.version().feature() < 24
                ? List.of()
                : List.of(
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED");
    }

    private void readOutput() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            state = state.equals(KILLED) || state.equals(STOPPED) ? state : "ended";
            ready.completeExceptionally(new IllegalStateException(name() + " ended before it was ready"));
        }
    }

    private void onLine(String line) {
        if (line.startsWith("ready ")) {
            address = line.split(" ", -1)[1];
            state = UP;
            ready.complete(null);
        } else if (line.startsWith("status ")) {
            turns = Long.parseLong(line.split(" ", -1)[2]);
        }
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    String name() {
        return identity.name();
    }

    List<String> roles() {
        return identity.roles();
    }

    String module() {
        return identity.module();
    }

    /** Returns whether it is neither killed nor stopped, nor has ended by itself. */
    boolean living() {
        return process.isAlive() && !state.equals(KILLED);
    }

    String state() {
        return state;
    }

    /** Returns the address of the node, host:port; empty until it is ready. */
    String address() {
        return address;
    }

    long turns() {
        return turns;
    }

    long pid() {
        return process.pid();
    }

    /** Ends the JVM as a power failure would. */
    void kill() {
        state = KILLED;
        process.toHandle().destroyForcibly(); // unlike Process itself, leaves the output to its reader
    }

    /** Lets the node leave in order; kills it if that takes too long, or if it is not a member yet. */
    @Override
    public void close() {
        if (!state.equals(UP)) {
            kill();
            return;
        }
        state = STOPPED;
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
