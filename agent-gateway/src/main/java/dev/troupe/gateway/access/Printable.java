package dev.troupe.gateway.access;

import java.util.regex.Pattern;

/** Text of strangers, for a log: keys and claims may contain line ends, and must not look like lines of their own. */
final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    private static final int LONGEST = 300;

    private Printable() {}

    static String of(String text) {
        String line = CONTROL.matcher(text).replaceAll("?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
