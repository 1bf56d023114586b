package dev.troupe.samples.triage;

import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds payment-card numbers, written in one piece or in groups separated by single spaces or hyphens. */
final class CardNumbers {

    /** Possessive and without groups, so a megabyte of digits costs neither stack nor backtracking. */
    private static final Pattern RUN = Pattern.compile("\\d[\\d -]{12,}+");

    private static final Pattern NETWORK = Pattern.compile("3[0-9]|4|5[0-8]|6|2[2-7]");
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final int DIGITS_SHOWN = 4;

    private CardNumbers() {}

    static Stream<String> find(String text) {
        return RUN.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(CardNumbers::inRun)
                .map(CardNumbers::mask);
    }

    /** A run may hold more than the card, say its expiry date behind it, so a number may start at any group. */
    private static Stream<String> inRun(String run) {
        var groups = run.split("[ -]", -1);
        var found = new ArrayList<String>();
        var from = 0;
        while (from < groups.length) {
            var card = cardAt(groups, from);
            card.ifPresent(found::add);
            from += card.isPresent() ? groupsIn(card.get(), groups, from) : 1;
        }
        return found.stream();
    }

    private static Optional<String> cardAt(String[] groups, int from) {
        var digits = new StringBuilder();
        for (var i = from; i < groups.length && !groups[i].isEmpty(); i++) {
            digits.append(groups[i]);
            if (digits.length() > MAX_DIGITS) {
                return Optional.empty();
            }
            if (isCard(digits)) {
                return Optional.of(digits.toString());
            }
        }
        return Optional.empty();
    }

    private static int groupsIn(String card, String[] groups, int from) {
        var count = 0;
        for (var digits = 0; digits < card.length(); count++) {
            digits += groups[from + count].length();
        }
        return count;
    }

    static boolean isCard(CharSequence digits) {
        return digits.length() >= MIN_DIGITS
                && digits.length() <= MAX_DIGITS
                && NETWORK.matcher(digits).lookingAt()
                && luhn(digits) % 10 == 0;
    }

    private static int luhn(CharSequence digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum;
    }

    private static String mask(String card) {
        var hidden = card.length() - DIGITS_SHOWN;
        return "*".repeat(hidden) + card.substring(hidden);
    }
}
