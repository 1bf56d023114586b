package dev.troupe.samples.demo;

import dev.troupe.samples.triage.AuditAgent;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeSet;

/** The result: tenants down, queues across. */
final class Table {
    private final Screen screen;

    Table(Screen screen) {
        this.screen = screen;
    }

    void print(Map<String, AuditAgent.Totals> books) {
        var queues = new TreeSet<String>();
        books.values().forEach(totals -> queues.addAll(totals.queues().values()));
        var head = new StringBuilder(String.format("%-12s", "tenant"));
        queues.forEach(queue -> head.append(String.format("%12s", queue)));
        screen.line(head + String.format("%12s", "all"));
        books.forEach((tenant, totals) ->
                screen.line(row(tenant, queues, totals.queues().values())));
    }

    private static String row(String tenant, Collection<String> queues, Collection<String> decided) {
        var row = new StringBuilder(String.format("%-12s", tenant));
        queues.forEach(queue -> row.append(String.format("%12d", Collections.frequency(decided, queue))));
        return row.append(String.format("%12d", decided.size())).toString();
    }
}
