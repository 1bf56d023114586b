package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Linux network namespaces, one per node, each with a wire of its own to a bridge; the node of this JVM is at the
 * bridge. A way is cut by telling the sender's namespace a hardware address for the receiver that nobody has: the
 * packets leave and reach nobody, and no end is told. Needs root and {@code ip}; the test is skipped without.
 */
final class Namespaces implements Network {
    private static final String NOBODY = "02:00:00:00:de:ad";

    /** Other for each run, so that two of them do not meet. */
    private final long number = ProcessHandle.current().pid() % 250;

    private final String prefix = "troupe" + number;
    private final String bridge = prefix + "b";
    private final Map<String, String> hosts = new LinkedHashMap<>();
    private final Deque<String> undo = new ArrayDeque<>();

    @Override
    public void open() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: network namespaces need the user root");
        try {
            ip("link add " + bridge + " type bridge");
        } catch (IllegalStateException | UncheckedIOException e) {
            Assumptions.abort("skipped: no network namespaces here: " + e.getMessage());
        }
        undo.push("link del " + bridge);
        ip("addr add " + host(1) + "/24 dev " + bridge);
        ip("link set " + bridge + " up");
    }

    @Override
    public String add(String node) {
        if (node == null) {
            return host(1);
        }
        int index = hosts.size() + 2;
        String name = prefix + "." + node;
        String wire = prefix + "v" + index;
        ip("netns add " + name);
        undo.push("netns del " + name);
        ip("link add " + wire + " type veth peer name eth0 netns " + name);
        undo.push("link del " + wire);
        ip("link set " + wire + " master " + bridge + " up");
        ip("-n " + name + " addr add " + host(index) + "/24 dev eth0");
        ip("-n " + name + " link set eth0 up");
        ip("-n " + name + " link set lo up");
        hosts.put(node, host(index));
        return host(index);
    }

    @Override
    public List<String> prefix(String node) {
        return List.of("ip", "netns", "exec", prefix + "." + node);
    }

    @Override
    public void cut(Node from, Node to) {
        ip(at(from) + "neigh replace " + hostOf(to) + " lladdr " + NOBODY + " nud permanent" + device(from));
    }

    @Override
    public void mend(Node one, Node other) {
        mendWay(one, other);
        mendWay(other, one);
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            ip(undo.pop());
        }
    }

    /** The way may be open: then there is nothing to delete. */
    private void mendWay(Node from, Node to) {
        ip(at(from) + "neigh flush to " + hostOf(to) + " nud permanent" + device(from));
    }

    private String at(Node node) {
        return hosts.containsKey(node.name()) ? "-n " + prefix + "." + node.name() + " " : "";
    }

    private String device(Node node) {
        return " dev " + (hosts.containsKey(node.name()) ? "eth0" : bridge);
    }

    private String hostOf(Node node) {
        return hosts.getOrDefault(node.name(), host(1));
    }

    private String host(int index) {
        return "10.213." + number + "." + index;
    }

    private static void ip(String arguments) {
        try {
            var process = new ProcessBuilder("sh", "-c", "ip " + arguments)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ip " + arguments + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
