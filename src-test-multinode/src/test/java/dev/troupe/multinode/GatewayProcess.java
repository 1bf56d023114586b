package dev.troupe.multinode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code troupe gateway} in a JVM of its own. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*workers=(\\S+) http=(\\S+)");

    private final MainProcess process;
    private final Matcher ready;

    private GatewayProcess(MainProcess process) {
        this.process = process;
        this.ready = process.awaitPrinted(READY);
    }

    /** Starts one that joins others; returns when it is ready. */
    static GatewayProcess start(String name, String... others) {
        List<String> arguments = new ArrayList<>(List.of("gateway", "--modules", "echo,journey", "--port", "0"));
        arguments.addAll(List.of("--grpc-port", "0", "--http-port", "0", "--management-port", "0"));
        arguments.addAll(List.of("--set", "troupe.gateway.shared-types=[\"shared*\"]"));
        if (others.length > 0) {
            arguments.addAll(List.of("--join", String.join(",", others)));
        }
        return new GatewayProcess(MainProcess.start(name, arguments));
    }

    /** Returns where other nodes reach it. */
    String address() {
        return ready.group(1);
    }

    /** Returns where workers connect. */
    String workers() {
        return ready.group(2);
    }

    /** Returns where HTTP is served. */
    String http() {
        return ready.group(3);
    }

    MainProcess process() {
        return process;
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
