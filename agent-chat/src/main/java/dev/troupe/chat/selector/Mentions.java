package dev.troupe.chat.selector;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds names in what a model says: as they are, with spaces instead of underscores, or with escaped underscores; as whole
 * words. Where one name is a part of another, the longer one is meant.
 */
final class Mentions {
    private final Map<String, String> nameOfSpelling = new HashMap<>();
    private final Pattern pattern;

    Mentions(List<String> names) {
        for (String name : names) {
            nameOfSpelling.putIfAbsent(name.replace("_", " "), name);
            nameOfSpelling.putIfAbsent(name.replace("_", "\\_"), name);
        }
        names.forEach(name -> nameOfSpelling.put(name, name));
        String spellings = nameOfSpelling.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        pattern = Pattern.compile("(?<!\\w)(?:" + spellings + ")(?!\\w)", Pattern.UNICODE_CHARACTER_CLASS);
    }

    Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String name = nameOfSpelling.get(matcher.group());
            if (name != null) {
                found.add(name);
            }
        }
        return found;
    }
}
