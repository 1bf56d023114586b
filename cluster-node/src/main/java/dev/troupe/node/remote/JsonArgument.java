package dev.troupe.node.remote;

import dev.troupe.message.Json;
import dev.troupe.node.OptionFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON as it is given to a command. */
final class JsonArgument {
    /** A node takes far less; this keeps a wrong file out of the memory. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    static final String DESCRIPTION = "The message; @FILE for what is in a file, - for the standard input.";

    private JsonArgument() {}

    /** Returns the text; throws {@link IllegalArgumentException} if it is not JSON. */
    static String text(String argument) throws IOException {
        String text = read(argument);
        try {
            Json.requireWellFormed(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Texts.oneLine(String.valueOf(e.getMessage())), e);
        }
        return text;
    }

    private static String read(String argument) throws IOException {
        if (argument.equals("-")) {
            return all(System.in, "standard input");
        }
        if (!argument.startsWith("@")) {
            return argument;
        }
        var file = Path.of(argument.substring(1));
        try (var in = Files.newInputStream(file)) {
            return all(in, file.toString());
        } catch (IOException e) {
            throw OptionFile.unreadable("JSON", file, e);
        }
    }

    private static String all(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("JSON: " + name + " (expected: at most " + MOST_BYTES + " bytes)");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
