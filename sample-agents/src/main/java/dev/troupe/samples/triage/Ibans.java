package dev.troupe.samples.triage;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds IBANs, in upper or lower case, written in one piece or with single spaces or hyphens between the groups. */
final class Ibans {

    private static final Pattern START = Pattern.compile("(?<![\\p{L}\\d])[A-Za-z]{2}[0-9]{2}");

    /** Length by country. The check digits alone let 1 of 97 order numbers pass; with the length, hardly any. */
    private static final Map<String, Integer> LENGTHS = lengths("""
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18
      FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20
      LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18
      SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20""");

    private static final int PREFIX = 4;
    private static final int CHARS_SHOWN = 4;

    private Ibans() {}

    static Stream<String> find(String text) {
        return START.matcher(text)
                .results()
                .flatMap(start -> ibanAt(text, start).stream())
                .map(Ibans::mask);
    }

    private static Map<String, Integer> lengths(String table) {
        return Arrays.stream(table.split("\\s+"))
                .collect(Collectors.toUnmodifiableMap(e -> e.substring(0, 2), e -> Integer.valueOf(e.substring(2))));
    }

    private static Optional<String> ibanAt(String text, MatchResult start) {
        var length = LENGTHS.get(start.group().substring(0, 2).toUpperCase(ROOT));
        if (length == null) {
            return Optional.empty();
        }
        return compact(text, start.start(), length).filter(Ibans::isIban);
    }

    /** Takes so many letters and digits from here, without separators, unless the word goes on behind them. */
    private static Optional<String> compact(String text, int from, int length) {
        var iban = new StringBuilder(length);
        var at = from;
        while (at < text.length() && iban.length() < length) {
            if (!separator(text, at)) {
                if (!alphanumeric(text, at)) {
                    return Optional.empty();
                }
                iban.append(text.charAt(at));
            }
            at++;
        }
        return iban.length() < length || alphanumeric(text, at)
                ? Optional.empty()
                : Optional.of(iban.toString().toUpperCase(ROOT));
    }

    private static boolean separator(String text, int at) {
        return (text.charAt(at) == ' ' || text.charAt(at) == '-') && alphanumeric(text, at - 1);
    }

    private static boolean alphanumeric(String text, int at) {
        return at < text.length() && text.charAt(at) < 128 && Character.isLetterOrDigit(text.charAt(at));
    }

    /** Whether the check digits are right; the length is the caller's business. */
    static boolean isIban(String iban) {
        var rearranged = iban.substring(PREFIX) + iban.substring(0, PREFIX);
        var remainder = 0;
        for (int at = 0; at < rearranged.length(); at++) {
            var value = Character.digit(rearranged.charAt(at), 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    private static String mask(String iban) {
        var tail = iban.length() - CHARS_SHOWN;
        return iban.substring(0, 2) + "*".repeat(tail - 2) + iban.substring(tail);
    }
}
