package dev.troupe.node.create;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The nodes that a reader of the guide starts, each known by the port that the guide gives it. Here they take free ports, and
 * commands are told those.
 */
final class GuideNodes {
    static final Duration PATIENCE = Duration.ofMinutes(5);
    static final String FIRST = "25520";

    private static final Pattern READY = Pattern.compile("ready (\\S+) roles=\\[] management=(\\S+)");
    private static final Pattern OWN_PORT = Pattern.compile(" --port (\\d+)");
    private static final Pattern MANAGEMENT_PORT = Pattern.compile(" --management-port \\d+");
    private static final Map<String, String> MANAGEMENT = Map.of(FIRST, "8558", "25521", "8559", "25522", "8560");

    private record Node(Process process, Path log, String address, String management) {}

    private final Path project;
    private final Path logs;
    private final Path maven;
    private final Map<String, Node> nodes = new HashMap<>();
    private final List<Process> started = new ArrayList<>();

    GuideNodes(Path project, Path logs, Path maven) {
        this.project = project;
        this.logs = logs;
        this.maven = maven;
    }

    /** Does what a line of the guide says, and returns what it prints. It must succeed. */
    String type(String command) throws IOException, InterruptedException {
        if (command.startsWith("./run node")) {
            startNode(command);
            return "";
        }
        if (!command.startsWith("./run ") && !command.startsWith("mvn ")) {
            throw new AssertionError(command + " (expected: a command that this test can run)");
        }
        var log = log(command.replaceAll("\\W+", " ").strip().replace(' ', '-'));
        var process = start(log, here(command));
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(command + " does not end: " + Files.readString(log));
        }
        var printed = Files.readString(log);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue() + ": " + printed);
        }
        return printed.strip();
    }

    /** Ends a node as Ctrl-C does, and returns what it has logged. */
    String stop(String port) throws IOException, InterruptedException {
        var node = node(port);
        node.process().destroy();
        if (!node.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the node of " + port + " does not end: " + Files.readString(node.log()));
        }
        return Files.readString(node.log());
    }

    /** Ends a node as {@code kill -9} does. */
    void kill(String port) throws InterruptedException {
        node(port).process().destroyForcibly().waitFor();
    }

    /** Returns the address of a node. */
    String address(String port) {
        return node(port).address();
    }

    /** Ends all that runs. */
    void endAll() throws InterruptedException {
        started.forEach(Process::destroy);
        for (var process : started) {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }

    private void startNode(String command) throws IOException {
        var port = OWN_PORT.matcher(command);
        var name = port.find() ? port.group(1) : FIRST;
        var bare = MANAGEMENT_PORT.matcher(port.replaceAll("")).replaceAll("");
        var log = log("node-" + name);
        var process = start(log, here(bare) + " --port 0 --management-port 0");
        await("ready in " + log)
                .atMost(PATIENCE)
                .until(() -> READY.matcher(Files.readString(log)).find());
        var ready = READY.matcher(Files.readString(log));
        if (ready.find()) {
            nodes.put(name, new Node(process, log, ready.group(1), ready.group(2)));
        }
    }

    private Node node(String port) {
        var node = nodes.get(port);
        if (node == null) {
            throw new IllegalArgumentException(port + " (expected: one of " + nodes.keySet() + ")");
        }
        return node;
    }

    /** Puts the ports of now where the guide has its own. */
    private String here(String command) {
        var here = command;
        for (var node : nodes.entrySet()) {
            here = here.replace("127.0.0.1:" + node.getKey(), node.getValue().address())
                    .replace(
                            "http://127.0.0.1:" + MANAGEMENT.get(node.getKey()),
                            node.getValue().management());
        }
        return here;
    }

    private Path log(String name) {
        return logs.resolve(started.size() + "-" + name + ".log");
    }

    private Process start(Path log, String command) throws IOException {
        var builder = new ProcessBuilder("bash", "-c", "exec " + command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", maven.getParent().toString(), (path, bin) -> bin + ":" + path);
        if (nodes.containsKey(FIRST)) {
            builder.environment().put("TROUPE_NODE", node(FIRST).management());
        }
        var process = builder.start();
        started.add(process);
        return process;
    }
}
