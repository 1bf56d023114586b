package dev.troupe.samples.triage;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the line that marks a document as evidence. The words inside a sentence do not count. */
final class LegalHold {

    /** Any case, any dash. */
    private static final Pattern LINE = Pattern.compile("(?i)CONFIDENTIAL\\h*+[-\u2013\u2014]\\h*+LEGAL\\h++HOLD");

    private LegalHold() {}

    /** The marker tells nothing about the document, so it needs no mask. */
    static Stream<String> find(String text) {
        return text.lines().map(String::strip).filter(line -> LINE.matcher(line).matches());
    }
}
