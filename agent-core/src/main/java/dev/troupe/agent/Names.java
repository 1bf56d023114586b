package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.BiFunction;

/** The rules for names and keys, said once. They are AutoGen's, so that its workers' ids are valid here. */
final class Names {
    /** Characters, not bytes. A longer key is refused where the id is made. */
    static final int MAX_KEY_LENGTH = 512;

    private static final String AGENT_TYPE_MARKS = "_-.";
    private static final String TOPIC_TYPE_MARKS = "_-.:=";

    private Names() {}

    @CanIgnoreReturnValue
    static String requireAgentType(String type) {
        return require(AGENT_TYPE_MARKS, type, "agent type");
    }

    @CanIgnoreReturnValue
    static String requireTopicType(String type) {
        return require(TOPIC_TYPE_MARKS, type, "topic type");
    }

    @CanIgnoreReturnValue
    static String requireKey(String key, String name) {
        requireNonNull(key, name);
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    name + ": " + key.length() + " characters (expected: 1 to " + MAX_KEY_LENGTH + ")");
        }
        return key;
    }

    @CanIgnoreReturnValue
    static int requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
        return value;
    }

    /** Reads an id, split at the first slash. */
    static <T> T parse(String text, String name, String form, BiFunction<String, String, T> make) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(name + ": '" + text + "' (expected: " + form + ")");
        }
        return make.apply(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Written out instead of a pattern: every id of every message comes by here. */
    @CanIgnoreReturnValue
    private static String require(String marks, String value, String name) {
        boolean valid = !requireNonNull(value, name).isEmpty();
        for (int index = 0; valid && index < value.length(); index++) {
            char character = value.charAt(index);
            valid = isAsciiLetterOrDigit(character) || marks.indexOf(character) >= 0;
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    name + ": '" + value + "' (expected: letters a to z and A to Z, digits, and " + marks + ")");
        }
        return value;
    }

    private static boolean isAsciiLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
