package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.regex.Pattern;

/** The rules for names and keys, said once. They are AutoGen's, so that its workers' ids are valid here. */
final class Names {
    /** Characters, not bytes. A longer key is refused where the id is made. */
    static final int MAX_KEY_LENGTH = 512;

    private static final Pattern AGENT_TYPE = Pattern.compile("[\\w\\-.]+");
    private static final Pattern TOPIC_TYPE = Pattern.compile("[\\w\\-.:=]+");

    private Names() {}

    @CanIgnoreReturnValue
    static String requireAgentType(String type) {
        return require(AGENT_TYPE, type, "agent type");
    }

    @CanIgnoreReturnValue
    static String requireTopicType(String type) {
        return require(TOPIC_TYPE, type, "topic type");
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

    @CanIgnoreReturnValue
    private static String require(Pattern pattern, String value, String name) {
        if (!pattern.matcher(requireNonNull(value, name)).matches()) {
            throw new IllegalArgumentException(name + ": '" + value + "' (expected: " + pattern.pattern() + ")");
        }
        return value;
    }
}
