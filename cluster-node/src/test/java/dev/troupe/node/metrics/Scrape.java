package dev.troupe.node.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a node served at {@code /metrics}, read as Prometheus does. */
record Scrape(Map<String, String> families, List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape parse(String text) {
        Map<String, String> families = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                families.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                samples.add(sample(line));
            }
        }
        return new Scrape(families, samples);
    }

    private static Sample sample(String line) {
        var match = LINE.matcher(line);
        if (!match.matches()) {
            throw new AssertionError("line: " + line + " (expected: name{labels} value)");
        }
        Map<String, String> labels = new HashMap<>();
        var label = LABEL.matcher(match.group(2) == null ? "" : match.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return new Sample(match.group(1), labels, Double.parseDouble(match.group(3)));
    }

    /** Returns the sum of all samples of a name that have these labels, each written {@code label=value}. */
    double sum(String name, String... labels) {
        var found = samples.stream()
                .filter(sample -> sample.name().equals(name) && has(sample, labels))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no " + name + " " + String.join(",", labels));
        }
        return found.stream().mapToDouble(Sample::value).sum();
    }

    private static boolean has(Sample sample, String... labels) {
        for (String label : labels) {
            String[] parts = label.split("=", 2);
            if (!parts[1].equals(sample.labels().get(parts[0]))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the names of all samples with the labels that each has. */
    Map<String, Set<String>> labelsByName() {
        Map<String, Set<String>> labels = new TreeMap<>();
        samples.forEach(sample -> labels.computeIfAbsent(sample.name(), name -> new TreeSet<>())
                .addAll(sample.labels().keySet()));
        return labels;
    }

    /** Returns the values that a label has anywhere. */
    Set<String> valuesOf(String label) {
        Set<String> values = new TreeSet<>();
        samples.stream()
                .filter(sample -> sample.labels().containsKey(label))
                .forEach(sample -> values.add(sample.labels().get(label)));
        return values;
    }
}
