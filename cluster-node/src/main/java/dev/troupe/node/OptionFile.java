package dev.troupe.node;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that arguments name. */
public final class OptionFile {
    private OptionFile() {}

    /**
     * Reads a text in UTF-8.
     *
     * @param option for the message: {@code --config}
     * @throws IllegalArgumentException if it cannot be read
     */
    public static String text(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(option + ": '" + file + "' (expected: a file in UTF-8)", e);
        } catch (IOException e) {
            throw unreadable(option, file, e);
        }
    }

    /**
     * Reads bytes.
     *
     * @param option for the message: {@code --ca}
     * @throws IllegalArgumentException if it cannot be read
     */
    public static byte[] bytes(String option, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(option, file, e);
        }
    }

    /** Returns what to throw if a file that an argument names cannot be read. */
    public static IllegalArgumentException unreadable(String option, Path file, IOException cause) {
        return new IllegalArgumentException(option + ": '" + file + "' (expected: a file that can be read)", cause);
    }
}
