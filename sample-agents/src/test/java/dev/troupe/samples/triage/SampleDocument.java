package dev.troupe.samples.triage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of the documents that come with the sample; its file name says which queue it belongs in. */
record SampleDocument(String name, String text) {

    private static final Path ROOT = Path.of("documents");
    private static final Map<String, String> QUEUES = Map.of(
            "invoice", "billing",
            "contract", "legal",
            "complaint", "support",
            "incident", "operations",
            "application", "people");

    /** All of them, in the order of their names. Tests run in the module's directory. */
    static List<SampleDocument> all() {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(SampleDocument::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SampleDocument read(Path file) {
        try {
            var name = ROOT.relativize(file).toString().replace(File.separatorChar, '/');
            return new SampleDocument(name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tenant() {
        return name.substring(0, name.indexOf('/'));
    }

    /** The queue of its kind, before any policy. */
    String queue() {
        var kind = name.substring(name.indexOf('/') + 1, name.indexOf('-'));
        var queue = QUEUES.get(kind);
        if (queue == null) {
            throw new IllegalStateException("kind: " + kind + " (expected: one of " + QUEUES.keySet() + ")");
        }
        return queue;
    }

    boolean flagged() {
        return name.endsWith("-flagged.txt");
    }
}
