package dev.troupe.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Whether something listens where a node is said to be. */
final class Reach {
    private static final int CONNECT_MILLIS = 3_000;
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

    private Reach() {}

    /** Fails the stage if nothing listens there; says so. It waits on a thread of its own. */
    static CompletionStage<Void> check(String node) {
        var address = ADDRESS.matcher(node);
        var done = new CompletableFuture<Void>();
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            done.completeExceptionally(
                    new IllegalArgumentException("node: '" + node + "' (expected: HOST:PORT of another cluster)"));
            return done;
        }
        var thread = new Thread(
                () -> {
                    try (var socket = new Socket()) {
                        int port = Integer.parseInt(address.group(2));
                        socket.connect(new InetSocketAddress(address.group(1), port), CONNECT_MILLIS);
                        done.complete(null);
                    } catch (IOException e) {
                        done.completeExceptionally(new IllegalStateException(
                                "nothing listens at " + node
                                        + " (expected: a node of another cluster, its port for nodes)",
                                e));
                    }
                },
                "troupe-reach");
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
