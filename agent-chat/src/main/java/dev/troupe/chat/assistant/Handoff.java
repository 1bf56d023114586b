package dev.troupe.chat.assistant;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Somebody to whom an assistant's model may hand off, offered to it as a tool.
 *
 * @param target a participant, or somebody outside of the team
 * @param description when to hand off, for the model
 * @param name of the tool
 * @param message what the target is told
 */
public record Handoff(String target, String description, String name, String message) {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    public Handoff {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("target of a handoff: empty (expected: a name)");
        }
    }

    /** A handoff with AutoGen's texts. */
    public static Handoff to(String target) {
        return new Handoff(
                target,
                "Handoff to " + target + ".",
                ("transfer_to_" + target).toLowerCase(Locale.ROOT),
                "Transferred to " + target + ", adopting the role of " + target + " immediately.");
    }

    public Handoff withDescription(String text) {
        return new Handoff(target, text, name, message);
    }

    /**
     * Names the tool.
     *
     * @throws IllegalArgumentException if it is no identifier
     */
    public Handoff withName(String text) {
        if (!IDENTIFIER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "handoff name: '" + text + "' (expected: letters, digits and _, not a digit first)");
        }
        return new Handoff(target, description, text, message);
    }

    public Handoff withMessage(String text) {
        return new Handoff(target, description, name, text);
    }
}
