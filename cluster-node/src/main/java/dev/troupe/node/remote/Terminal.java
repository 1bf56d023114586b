package dev.troupe.node.remote;

import java.util.Locale;

/** Whoever sits in front of the command, if somebody does. */
final class Terminal {
    private Terminal() {}

    /** Asks a question; false if the answer is not yes, or nobody is there. */
    static boolean confirms(String question) {
        // Newer JVMs have a console without a terminal too; the launcher knows whether there is one.
        var console = Boolean.getBoolean("troupe.terminal") ? System.console() : null;
        if (console == null) {
            return false;
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
