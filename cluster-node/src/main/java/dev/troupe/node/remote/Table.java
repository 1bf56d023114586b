package dev.troupe.node.remote;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Rows of text under headings, in columns as wide as they need. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    private final boolean hasHeadings;

    /** @param headings none for rows that go on below those of another table */
    Table(String... headings) {
        hasHeadings = headings.length > 0;
        if (hasHeadings) {
            rows.add(List.of(headings));
        }
    }

    void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        print(out, Ansi.OFF);
    }

    void print(PrintWriter out, Ansi ansi) {
        var widths = new ArrayList<Integer>();
        for (var row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = row.get(column).length();
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths.get(column) - row.get(column).length()))
                        .append(GAP);
            }
            String text = line.toString().stripTrailing();
            out.println(
                    hasHeadings && row == rows.get(0)
                            ? (ansi.enabled()
                                    ? Ansi.Style.on(Ansi.Style.bold) + text + Ansi.Style.off(Ansi.Style.bold)
                                    : text)
                            : text);
        }
    }
}
