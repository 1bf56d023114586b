package dev.troupe.samples.demo;

import dev.troupe.samples.triage.AuditAgent;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeSet;

/** The result: tenants down, queues across, each column as wide as its head. */
final class Table {
    private final Screen screen;

    Table(Screen screen) {
        this.screen = screen;
    }

    void print(Map<String, AuditAgent.Totals> books) {
        var queues = new TreeSet<String>();
        books.values().forEach(totals -> queues.addAll(totals.queues().values()));
        int width = "tenant".length();
        for (String tenant : books.keySet()) {
            width = Math.max(width, tenant.length());
        }
        String first = "%-" + width + "s";
        var head = new StringBuilder(String.format(first, "tenant"));
        queues.forEach(queue -> head.append("  ").append(queue));
        screen.line(head + "  all");
        books.forEach((tenant, totals) -> screen.line(
                String.format(first, tenant) + row(queues, totals.queues().values())));
    }

    private static String row(Collection<String> queues, Collection<String> decided) {
        var row = new StringBuilder();
        queues.forEach(queue -> row.append(cell(queue, Collections.frequency(decided, queue))));
        return row.append(cell("all", decided.size())).toString();
    }

    private static String cell(String head, int count) {
        return "  " + String.format("%" + head.length() + "d", count);
    }
}
