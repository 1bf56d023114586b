package dev.troupe.journal;

/**
 * What makes one text of another: characters that go at one place, and those that come instead.
 *
 * @param at how many characters stay before it
 * @param removed how many go
 * @param inserted what comes instead
 * @param hash of the text that comes out, as {@link String#hashCode}
 */
public record Splice(int at, int removed, String inserted, int hash) {

    /** Returns the shortest one that makes {@code after} of {@code before}. */
    static Splice between(String before, String after) {
        int most = Math.min(before.length(), after.length());
        int start = 0;
        while (start < most && before.charAt(start) == after.charAt(start)) {
            start++;
        }
        if (start > 0 && Character.isHighSurrogate(before.charAt(start - 1))) {
            start--; // half a character cannot be stored
        }
        int end = 0;
        while (end < most - start
                && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
            end++;
        }
        if (end > 0 && Character.isLowSurrogate(after.charAt(after.length() - end))) {
            end--;
        }
        return new Splice(
                start, before.length() - end - start, after.substring(start, after.length() - end), after.hashCode());
    }

    /**
     * Returns the text that it makes of {@code before}.
     *
     * @throws IllegalStateException if {@code before} is not the text that it was made for
     */
    String applyTo(String before) {
        if (at + removed <= before.length()) {
            String after = before.substring(0, at) + inserted + before.substring(at + removed);
            if (after.hashCode() == hash) {
                return after;
            }
        }
        throw new IllegalStateException("stored change of a state at " + at + " of " + before.length()
                + " characters (expected: the state of the turn before; is an entry of the journal missing?)");
    }
}
