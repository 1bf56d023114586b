package dev.troupe.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value made of files, made again after one of them has changed. If that fails, the old value stays, and the log says
 * why, once per change. The contents are compared, not times: a secret store may put a file in place with any time.
 */
final class Watched<T> {
    private static final Logger log = LoggerFactory.getLogger(Watched.class);

    private final List<Path> files;
    private final Function<List<byte[]>, T> maker;
    private List<byte[]> seen;
    private String complaint = "";
    private volatile T value;

    /**
     * Makes the value for the first time.
     *
     * @param maker throws IllegalArgumentException, with a message that names the file, if it cannot be made
     * @throws IllegalArgumentException if a file cannot be read, or the value not made
     */
    Watched(List<Path> files, Function<List<byte[]>, T> maker) {
        this.files = List.copyOf(files);
        this.maker = maker;
        this.seen = read(this.files);
        this.value = maker.apply(seen);
    }

    T value() {
        return value;
    }

    /** Looks at the files; returns whether there is a new value. */
    synchronized boolean reload() {
        try {
            var now = read(files);
            if (same(seen, now)) {
                return false;
            }
            seen = now;
            value = maker.apply(now);
            complaint = "";
            log.info("Took what is new in {}", files);
            return true;
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(complaint)) {
                complaint = message;
                log.error("Not taken, the old one stays in use: {}", message);
            }
            return false;
        }
    }

    private static List<byte[]> read(List<Path> files) {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try {
                contents.add(Files.readAllBytes(file));
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(file + ": missing (expected: a file)", e);
            } catch (IOException e) {
                throw new IllegalArgumentException(file + ": not readable, " + e.getMessage(), e);
            }
        }
        return contents;
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        for (int index = 0; index < one.size(); index++) {
            if (!Arrays.equals(one.get(index), other.get(index))) {
                return false;
            }
        }
        return true;
    }
}
