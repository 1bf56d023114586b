package dev.troupe.multinode;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** What lies between the nodes of a test, and how it is cut. */
interface Network extends AutoCloseable {

    /** Readies the network; called once, before the first node. */
    void open();

    /** Makes room for a node; returns the host that it has there. {@code null} stands for the one of this JVM. */
    String add(String node);

    /** Returns what goes before the command that starts a node. */
    List<String> prefix(String node);

    /** Drops from now on what {@code from} sends to {@code to}. */
    void cut(Node from, Node to);

    /** Mends both ways. */
    void mend(Node one, Node other);

    @Override
    void close();

    /** The loopback interface, cut inside Pekko's transport; at both ends, so that it does not matter who drops. */
    final class Loopback implements Network {
        @Override
        public void open() {}

        @Override
        public String add(String node) {
            return "127.0.0.1";
        }

        @Override
        public List<String> prefix(String node) {
            return List.of();
        }

        @Override
        public void cut(Node from, Node to) {
            ifItRuns(from, node -> node.cut(to, Wires.Way.SEND));
            ifItRuns(to, node -> node.cut(from, Wires.Way.RECEIVE));
        }

        @Override
        public void mend(Node one, Node other) {
            ifItRuns(one, node -> node.mend(other));
            ifItRuns(other, node -> node.mend(one));
        }

        @Override
        public void close() {}

        /** A node that ends because of a cut has none left. */
        private static void ifItRuns(Node node, Consumer<Node> command) {
            try {
                command.accept(node);
            } catch (IllegalStateException | UncheckedIOException e) {
                if (node.isAlive()) {
                    throw e;
                }
            }
        }
    }
}
