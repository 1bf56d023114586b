package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the agents of a node applied, one line each, in a file. A line that is written survives a killed process. */
final class Trace {
    /** System property with the file of a node; its name without suffix names the node. */
    static final String PROPERTY = "troupe.multinode.trace";

    private static final AtomicInteger ACTIVATIONS = new AtomicInteger();

    /** One applied message. */
    record Line(String activation, String agent, String run, int number) {}

    private Trace() {}

    /** Names an activation after its node: {@code node#number}. */
    static String newActivation() {
        String file = file().getFileName().toString();
        return file.substring(0, file.indexOf('.')) + "#" + ACTIVATIONS.incrementAndGet();
    }

    static void applied(String activation, String agent, LedgerAgent.Put put) {
        Open.write(activation + "\t" + agent + "\t" + put.run() + "\t" + put.number() + "\n");
    }

    static List<Line> read(Path file) {
        try {
            return Files.readAllLines(file, UTF_8).stream()
                    .map(line -> line.split("\t", -1))
                    .map(part -> new Line(part[0], part[1], part[2], Integer.parseInt(part[3])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Groups by agent, activation and run, each in the order of the lines. */
    static Map<String, Map<String, Map<String, List<Integer>>>> byAgent(List<Line> lines) {
        Map<String, Map<String, Map<String, List<Integer>>>> agents = new LinkedHashMap<>();
        for (var line : lines) {
            agents.computeIfAbsent(line.agent(), agent -> new LinkedHashMap<>())
                    .computeIfAbsent(line.activation(), activation -> new LinkedHashMap<>())
                    .computeIfAbsent(line.run(), run -> new ArrayList<>())
                    .add(line.number());
        }
        return agents;
    }

    private static Path file() {
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
