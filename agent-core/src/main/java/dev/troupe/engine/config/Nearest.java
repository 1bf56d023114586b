package dev.troupe.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** Returns the one with the fewest letters to change, if these are few enough for it to have been meant. */
    static Optional<String> of(String text, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(each -> distance(text, each))
                        .thenComparing(each -> each))
                .filter(each -> distance(text, each) <= Math.max(3, text.length() / 3));
    }

    /** Returns how many letters are to be put in, taken out or changed: Levenshtein's distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
