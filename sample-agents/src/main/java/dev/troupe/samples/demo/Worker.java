package dev.troupe.samples.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A node of the demo: a JVM of its own that ends when this one does. */
final class Worker implements AutoCloseable {
    private static final int STOP_SECONDS = 8;

    private final String name;
    private final List<String> roles;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile long turns;
    private volatile String state = "starting";
    private volatile String address = "";

    private Worker(String name, List<String> roles, Process process) {
        this.name = name;
        this.roles = roles;
        this.process = process;
    }

    /** Starts {@code troupe node} on the class path of this JVM; its log goes to a file. */
    static Worker start(String name, List<String> roles, List<String> nodeArguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(flagsOfNewerJvms());
        command.add("dev.troupe.node.Main");
        command.addAll(List.of("node", "--child", "--port", "0", "--roles", String.join(",", roles)));
        command.addAll(nodeArguments);
        var builder = new ProcessBuilder(command).redirectError(new File(log.toString()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var worker = new Worker(name, roles, builder.start());
        var reader = new Thread(worker::readOutput, "troupe-demo-" + name);
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
            state = state.equals("killed") ? "killed" : "ended";
            ready.completeExceptionally(new IllegalStateException(name + " ended before it was ready"));
        }
    }

    private void onLine(String line) {
        if (line.startsWith("ready ")) {
            address = line.split(" ", -1)[1];
            state = "up";
            ready.complete(null);
        } else if (line.startsWith("status ")) {
            turns = Long.parseLong(line.split(" ", -1)[2]);
        }
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    String name() {
        return name;
    }

    List<String> roles() {
        return roles;
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
        state = "killed";
        process.toHandle().destroyForcibly(); // unlike Process itself, leaves the output to its reader
    }

    /** Lets the node leave in order; ends it by force if that takes too long, or if it is not a member yet. */
    @Override
    public void close() {
        if (!state.equals("up")) {
            process.toHandle().destroyForcibly();
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
