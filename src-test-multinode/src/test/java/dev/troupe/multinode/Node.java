package dev.troupe.multinode;

import java.nio.file.Path;
import java.util.List;

/** A node of a test, in this JVM or in one of its own, and what it can be told to do. */
abstract class Node {
    private final String name;
    private final Path directory;

    Node(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /**
     * How far the traffic of a node is.
     *
     * @param sent accepted messages
     * @param overloaded tries that were refused by backpressure
     * @param unavailable tries that were refused for another reason
     */
    record Counts(long sent, long settled, long overloaded, long unavailable) {
        String text() {
            return sent + " " + settled + " " + overloaded + " " + unavailable;
        }

        static Counts parse(String text) {
            String[] part = text.split(" ", -1);
            return new Counts(
                    Long.parseLong(part[0]), Long.parseLong(part[1]), Long.parseLong(part[2]), Long.parseLong(part[3]));
        }
    }

    /** Returns the node's {@code host:port}. */
    abstract String address();

    abstract boolean isAlive();

    /** Has the node do what {@link Control} knows; waits for its answer. */
    abstract String command(String line);

    final String name() {
        return name;
    }

    /** What its agents applied. */
    final Path trace() {
        return directory.resolve(name + Trace.SUFFIX);
    }

    /** What it sent, and what became of it. */
    final Path sends() {
        return directory.resolve(name + SendLog.SUFFIX);
    }

    final void send(Traffic.Load load) {
        command("send " + load.text());
    }

    final void stopSending() {
        command("stop");
    }

    final Counts counts() {
        return Counts.parse(command("counts"));
    }

    final List<String> members() {
        return List.of(command("members").split(" ", -1));
    }

    final void cut(Node other, Wires.Way way) {
        command("cut " + other.address() + " " + way);
    }

    final void mend(Node other) {
        command("mend " + other.address());
    }

    /** Returns the number of messages of which the node's books do not know what became of them. */
    final long imbalance() {
        return Long.parseLong(command("imbalance"));
    }

    /** Returns the bytes in use after a collection. */
    final long heapBytes() {
        return Long.parseLong(command("heap"));
    }

    @Override
    public String toString() {
        return name;
    }
}
