package dev.troupe.samples.triage;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The closed list of searches a policy may ask for. Each is a pure function of the text. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references of pure functions
enum PolicyTool {
    /** Payment-card numbers: 13 to 19 digits of a known network that pass the Luhn check. */
    CARD_NUMBERS(CardNumbers::find),
    /** Bank accounts: an IBAN with the length of its country and correct check digits. */
    IBANS(Ibans::find),
    /** A line that consists of the words CONFIDENTIAL - LEGAL HOLD. */
    LEGAL_HOLD(LegalHold::find);

    /** More findings of one tool in one text say nothing new; the rest of them is not looked for. */
    static final int MAX_FINDINGS = 100;

    private final Function<String, Stream<String>> search;

    PolicyTool(Function<String, Stream<String>> search) {
        this.search = search;
    }

    /** Finds the tool with exactly this name; any other name is the caller's mistake. */
    static PolicyTool named(String name) {
        return Arrays.stream(values())
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tool: '" + name + "' (expected: one of " + Arrays.toString(values()) + ")"));
    }

    /** Lists what it finds in the order of the text, masked, at most {@value #MAX_FINDINGS}. */
    List<Finding> find(String text) {
        return search.apply(text)
                .limit(MAX_FINDINGS)
                .map(excerpt -> new Finding(name(), excerpt))
                .toList();
    }
}
