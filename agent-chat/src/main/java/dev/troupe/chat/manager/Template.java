package dev.troupe.chat.manager;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with places for others, such as {@code {roles}}. */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private Template() {}

    /**
     * Puts {@code values} in their places, all at once: what a value says of places stays as it is, and so do places that
     * have no value.
     */
    public static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
