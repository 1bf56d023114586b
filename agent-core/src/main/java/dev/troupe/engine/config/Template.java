package dev.troupe.engine.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Turns files with defaults into one file for an operator: comments and sections as they are, settings behind a {@code #}.
 * So it changes nothing, and a newer version may have other defaults. It knows the form of our files: a setting, the
 * beginning of a section, and its end each have a line.
 */
final class Template {
    private static final String HEADER = """
            # Settings of Troupe. Every setting is here, with its default behind a #: remove that, and change the value.
            # Times carry a unit (ms, s, m, h, d), sizes too (B, KiB, MiB, GiB).
            #   ./troupe config check   says what is wrong here, all at once
            #   ./troupe config show    says what holds, and where that comes from
            # What goes before what, the environment among it: docs/operations/configuration.md.
            # Made by ./troupe config show --template.
            """;
    private static final Pattern OPENING =
            Pattern.compile("([\\w.\\-\"]+)\\s*[=:]?\\s*(?:\\$\\{[^}]*}\\s*)?\\{\\s*(?:#.*)?");
    private static final String INDENT = "  ";

    private final Map<String, List<String>> sections = new TreeMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    /** How many names each open line has added to the path. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    private final List<String> comments = new ArrayList<>();
    private boolean gap;
    /** Brackets of a value of several lines that are still open. */
    private int unclosed;

    private Template() {}

    static String of(List<String> files) {
        var template = new Template();
        for (String file : files) {
            file.lines().map(String::strip).forEach(template::onLine);
            template.comments.clear();
            template.path.clear();
        }
        return template.text();
    }

    private void onLine(String line) {
        if (unclosed > 0) {
            unclosed += balance(line);
            add("#" + line);
        } else if (line.isEmpty()) {
            gap = true;
            if (path.isEmpty()) {
                comments.clear(); // it was about the file
            }
        } else if (line.startsWith("#")) {
            comments.add(line);
        } else if (line.startsWith("}")) {
            close();
        } else {
            onSetting(line);
        }
    }

    private void onSetting(String line) {
        var opening = OPENING.matcher(line);
        if (opening.matches()) {
            open(opening.group(1));
            return;
        }
        unclosed = balance(line);
        flush(path.size());
        add("#" + line);
    }

    private void open(String name) {
        var names = List.of(name.split("\\.", -1));
        for (int depth = 0; depth < names.size(); depth++) {
            path.addLast(names.get(depth));
            if (path.size() == 1) {
                continue; // the one block around all
            }
            if (depth == names.size() - 1) {
                flush(path.size() - 1);
            }
            if (path.size() == 2) {
                gap = false;
            }
            add(path.size() - 1, names.get(depth) + " {");
        }
        if (path.size() == 1) {
            comments.clear();
        }
        marks.addLast(names.size());
    }

    private void close() {
        gap = false;
        for (int left = marks.isEmpty() ? 0 : marks.removeLast(); left > 0; left--) {
            if (path.size() > 1) {
                add(path.size() - 1, "}");
            }
            path.removeLast();
        }
    }

    private void flush(int depth) {
        if (gap && path.size() > 1) {
            blank();
        }
        gap = false;
        comments.forEach(comment -> add(depth, comment));
        comments.clear();
    }

    private void blank() {
        var lines = lines();
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).endsWith("{")) {
            lines.add("");
        }
    }

    private void add(String line) {
        add(path.size(), line);
    }

    private void add(int depth, String line) {
        lines().add(INDENT.repeat(depth) + line);
    }

    private List<String> lines() {
        var names = List.copyOf(path);
        String section = names.size() < 2 ? "" : names.get(1);
        boolean ours = !names.isEmpty() && names.get(0).equals(KnownSettings.ROOT);
        return ours ? sections.computeIfAbsent(section, none -> new ArrayList<>()) : new ArrayList<>();
    }

    private static int balance(String line) {
        int open = 0;
        for (char c : line.replaceAll("\"[^\"]*\"|#.*", "").toCharArray()) {
            open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        }
        return open;
    }

    private String text() {
        var text = new StringBuilder(HEADER).append(KnownSettings.ROOT).append(" {\n");
        for (var section : sections.values()) {
            text.append('\n');
            section.forEach(line -> text.append(line).append('\n'));
        }
        return text.append("}\n").toString();
    }
}
