package dev.troupe.node.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus names: metrics, and labels with their values. It knows no more of the language than that:
 * whatever is neither a number, a label, a duration, nor a word of the language is a metric.
 *
 * @param metrics each with the labels and values that it is chosen by
 * @param grouping the labels that are summed by
 */
record PromQl(Map<String, List<Choice>> metrics, Set<String> grouping) {
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern METRIC = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\s*\\{([^}]*)\\})?(\\s*\\()?");
    private static final Pattern CHOICE = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> FUNCTIONS = Set.of(
            "sum", "max", "min", "avg", "count", "rate", "increase", "histogram_quantile", "clamp_min", "absent");

    /** A label and the values that it is compared with. */
    record Choice(String label, List<String> values) {}

    /** Throws {@link AssertionError} if a function is not one that Prometheus has, as far as this knows. */
    static PromQl parse(String expression) {
        Set<String> grouping = new TreeSet<>();
        var by = GROUPING.matcher(expression);
        while (by.find()) {
            Arrays.stream(by.group(1).split(",", -1)).map(String::strip).forEach(grouping::add);
        }
        String rest = RANGE.matcher(by.replaceAll(" ")).replaceAll(" ");
        Map<String, List<Choice>> metrics = new LinkedHashMap<>();
        var words = METRIC.matcher(rest);
        while (words.find()) {
            take(words, metrics);
        }
        return new PromQl(metrics, grouping);
    }

    private static void take(Matcher word, Map<String, List<Choice>> metrics) {
        String name = word.group(1);
        if (WORDS.contains(name)) {
            return;
        }
        if (FUNCTIONS.contains(name)) {
            return;
        }
        if (word.group(3) != null) {
            throw new AssertionError("function: " + name + " (expected: one of " + FUNCTIONS + ")");
        }
        var choices = metrics.computeIfAbsent(name, each -> new ArrayList<>());
        var choice = CHOICE.matcher(word.group(2) == null ? "" : word.group(2));
        while (choice.find()) {
            choices.add(new Choice(choice.group(1), List.of(choice.group(3).split("\\|", -1))));
        }
    }
}
