package dev.troupe.node.create;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The text of docs/guide/getting-started.md, by the numbers of its sections. */
final class GettingStarted {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (\\d)\\..*?(?=^## |\\z)");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern BLOCK = Pattern.compile("(?m)(?:^ {4}.+\n)+");

    private final String page;

    private GettingStarted(String page) {
        this.page = page;
    }

    static GettingStarted read() throws IOException {
        return new GettingStarted(Files.readString(Path.of("..", "docs", "guide", "getting-started.md")));
    }

    /** Returns the lines that are to be typed. */
    List<String> commands(int section) {
        return blocks(section).stream()
                .filter(block -> !block.startsWith("{"))
                .flatMap(String::lines)
                .toList();
    }

    /** Returns what commands print, in JSON. */
    List<String> answers(int section) {
        return blocks(section).stream().filter(block -> block.startsWith("{")).toList();
    }

    /** Returns the pieces of Java. */
    List<String> java(int section) {
        return JAVA.matcher(text(section))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private List<String> blocks(int section) {
        return BLOCK.matcher(JAVA.matcher(text(section)).replaceAll(""))
                .results()
                .map(found -> found.group().replaceAll("(?m)^ {4}", "").strip())
                .toList();
    }

    private String text(int section) {
        return SECTION.matcher(page)
                .results()
                .filter(found -> found.group(1).equals(Integer.toString(section)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("section " + section + " (expected: in the guide)"))
                .group();
    }
}
