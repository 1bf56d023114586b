package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.samples.triage.AuditAgent.Totals;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksTest {

    @Test
    void missesADecisionThatIsGoneOrHasChanged() {
        var before = books(Map.of("a", "billing", "b", "legal", "c", "people"));

        assertThat(before.without(books(Map.of("a", "billing", "b", "people", "d", "legal"))))
                .isEqualTo(2);
        assertThat(before.without(new Books(Map.of()))).isEqualTo(3);
    }

    @Test
    void missesNothingWhereDecisionsWereAdded() {
        var before = books(Map.of("a", "billing"));

        assertThat(before.without(before)).isZero();
        assertThat(before.without(books(Map.of("a", "billing", "b", "legal")))).isZero();
    }

    private static Books books(Map<String, String> queues) {
        return new Books(Map.of("acme", new Totals(queues, 0, 0, false)));
    }
}
