package dev.troupe.chat.assistant;

import java.util.regex.Pattern;

/** Names that models and agent types take. */
final class AgentNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private AgentNames() {}

    static String require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("agent name: '" + name + "' (expected: letters, digits, _ and -)");
        }
        return name;
    }
}
