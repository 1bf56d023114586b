package dev.troupe.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeBooksTest {
    @Test
    void keepsWhatDoesNotBalanceAndWhatIsLargestIfThereAreTooManyRows() {
        var books = new NodeBooks(
                List.of(row("a", 10, 0), row("b", 30, 0), row("c", 20, 0), row("d", 1, 1), row("e", 5, 0)), 1);

        var few = books.inRows(3);

        assertThat(few.rows()).extracting(LedgerRow::tenant).containsExactly(LedgerNames.OTHER, "b", "d");
        assertThat(few.rows().stream().mapToLong(LedgerRow::accepted).sum()).isEqualTo(66);
        assertThat(few.imbalance()).isEqualTo(1);
        assertThat(books.inRows(5)).isEqualTo(books);
    }

    private static LedgerRow row(String tenant, long accepted, long imbalance) {
        return new LedgerRow(tenant, "billing", accepted, accepted, 0, 0, 0, imbalance);
    }
}
