package dev.troupe.engine.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The files with defaults on the class path that have a section {@code troupe}. */
final class ReferenceFiles {

    /**
     * One of them.
     *
     * @param name as in the origins of its values
     */
    record ReferenceFile(String name, String text) {}

    private ReferenceFiles() {}

    static List<ReferenceFile> read(ClassLoader loader) {
        List<ReferenceFile> files = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources("reference.conf"))) {
                read(url).ifPresent(files::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Optional<ReferenceFile> read(URL url) throws IOException {
        var connection = url.openConnection();
        // Else a jar stays open, and changes under a process that shares it.
        connection.setUseCaches(false);
        try (var in = connection.getInputStream()) {
            String text = new String(in.readAllBytes(), UTF_8);
            // Those of Pekko and others are long: they need not be parsed.
            return text.contains("troupe")
                    ? Optional.of(new ReferenceFile("default in " + url, text))
                    : Optional.empty();
        }
    }
}
