package dev.troupe.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other JVM: it hosts the agents and the entities of the remote scenarios, and ends when its input does. */
final class Peer implements AutoCloseable {
    private static final String READY = "peer ready";

    private final Process process;

    private Peer(Process process) {
        this.process = process;
    }

    /** The main program of the other JVM; its arguments are the addresses to join. */
    public static void main(String[] args) throws IOException {
        try (var bare = new BareNode(args[0], true);
                var troupe = new TroupeNode(args[1], true)) {
            System.out.println(READY + " " + bare.address() + " " + troupe.address());
            while (System.in.read() >= 0) {
                // What the parent says does not matter.
            }
        }
    }

    static Peer start(BareNode bare, TroupeNode troupe) throws IOException {
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=troupe-logback.xml",
                Peer.class.getName(),
                bare.address(),
                troupe.address());
        var peer = new Peer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        peer.awaitReady();
        return peer;
    }

    private void awaitReady() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line == null || !line.startsWith(READY); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("peer: ended early (expected: '" + READY + "')");
            }
        }
    }

    @Override
    public String toString() {
        return "pid " + process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
