package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What the agents of a node applied, one line each, in a file. A line that is written survives a killed process. */
final class Trace {
    /** System property with the file of a node; its name without suffix names the node. */
    static final String PROPERTY = "troupe.multinode.trace";

    static final String SUFFIX = ".trace";

    private static final AtomicInteger ACTIVATIONS = new AtomicInteger();

    /**
     * One applied message.
     *
     * @param at when, since the epoch; all nodes of a test have the same clock
     */
    record Line(Message message, String activation, long at) {
        /** Tells whether an agent of that node applied it. */
        boolean isBy(Node node) {
            return activation.startsWith(node.name() + "#");
        }
    }

    private Trace() {}

    /** Names an activation after its node: {@code node#number}. */
    static String newActivation() {
        return nodeName() + "#" + ACTIVATIONS.incrementAndGet();
    }

    /** Returns the name of the node of this JVM. */
    static String nodeName() {
        String file = file().getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }

    static void applied(String activation, Message message) {
        Open.write(message.text() + "\t" + activation + "\t" + System.currentTimeMillis() + "\n");
    }

    static List<Line> read(Path file) {
        return lines(file)
                .map(part -> new Line(Message.parse(part[0], part[1], part[2]), part[3], Long.parseLong(part[4])))
                .toList();
    }

    /** Reads a file of tab-separated lines; a last line that a kill cut off has no line end and is left out. */
    static Stream<String[]> lines(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file, UTF_8) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(line -> line.split("\t", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file() {
        return Path.of(System.getProperty(PROPERTY));
    }

    /** Opened by the first write. */
    private static final class Open {
        private static final OutputStream OUT = open();

        static void write(String line) {
            try {
                synchronized (OUT) {
                    OUT.write(line.getBytes(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static OutputStream open() {
            try {
                return Files.newOutputStream(file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
