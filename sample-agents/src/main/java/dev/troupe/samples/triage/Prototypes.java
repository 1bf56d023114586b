package dev.troupe.samples.triage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a typical text of each queue is about, in a few sentences. */
record Prototypes(Map<String, List<String>> byQueue) {

    private static final String RESOURCE = "prototypes.txt";

    Prototypes {
        if (byQueue.isEmpty()) {
            throw new IllegalArgumentException("byQueue: {} (expected: at least one queue)");
        }
        var copy = new TreeMap<String, List<String>>();
        byQueue.forEach((queue, sentences) -> copy.put(queue, List.copyOf(sentences)));
        byQueue = Map.copyOf(copy);
    }

    /** Reads those of the sample, {@value #RESOURCE} next to this class. */
    static Prototypes load() {
        try (var stream = Prototypes.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("resource: none (expected: " + RESOURCE + " on the class path)");
            }
            return parse(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads lines of the form {@code queue: sentence}; blank lines and those that start with # do not count. */
    static Prototypes parse(String text) {
        var byQueue = new TreeMap<String, List<String>>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> add(byQueue, line));
        return new Prototypes(byQueue);
    }

    private static void add(Map<String, List<String>> byQueue, String line) {
        var colon = line.indexOf(':');
        if (colon < 1 || line.substring(colon + 1).isBlank()) {
            throw new IllegalArgumentException("line: '" + line + "' (expected: queue: sentence)");
        }
        byQueue.computeIfAbsent(line.substring(0, colon).strip(), queue -> new ArrayList<>())
                .add(line.substring(colon + 1).strip());
    }
}
