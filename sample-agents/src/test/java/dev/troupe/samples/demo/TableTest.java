package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.samples.triage.AuditAgent.Totals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void makesEachColumnAsWideAsItsHead() {
        var shown = new ByteArrayOutputStream();
        var books = new TreeMap<>(Map.of(
                "acme", new Totals(Map.of("d1", "billing", "d2", "hr"), 0, 0, false),
                "globex-europe", new Totals(Map.of("d3", "hr"), 0, 0, false)));

        new Table(new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), false)).print(books);

        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "tenant         billing  hr  all", //
                        "acme                 1   1    2",
                        "globex-europe        0   1    1");
    }
}
