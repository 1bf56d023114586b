package dev.troupe.engine;

/**
 * One wrong setting.
 *
 * @param key the whole key, {@code troupe.cluster.port}
 * @param given its value as it may be shown: that of a secret is not
 * @param expected what it may be
 * @param origin file and line, or the variable that has it; empty where nobody but a program has said it
 */
public record SettingFault(String key, String given, String expected, String origin) {

    /** Returns the line for a reader. */
    @Override
    public String toString() {
        return key + ": " + given + " (expected: " + expected + ")" + (origin.isEmpty() ? "" : ", at " + origin);
    }
}
