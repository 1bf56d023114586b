package dev.troupe.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.troupe.agent.AgentId;
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

    @Test
    void namesTheTenantsOfTheAgentsThatHaveLostSomething() {
        var ledger = new NodeLedger(1, 2);
        ledger.onAgent(AgentId.of("till", "acme/a"), 1);
        ledger.onAgent(AgentId.of("stock", "acme/b"), 2);
        ledger.onAgent(AgentId.of("till", "globex"), 4);
        ledger.onAgent(AgentId.of("till", "initech"), 8);

        var books = ledger.books(List.of(row("acme", 10, 0)));

        assertThat(books.rows())
                .extracting(LedgerRow::tenant, LedgerRow::topic, LedgerRow::imbalance)
                .containsExactly(
                        tuple(LedgerNames.OTHER, LedgerNames.AGENTS, 8L),
                        tuple("acme", LedgerNames.AGENTS, 3L),
                        tuple("acme", "billing", 0L),
                        tuple("globex", LedgerNames.AGENTS, 4L));
        assertThat(books.imbalance()).isEqualTo(15);
    }

    private static LedgerRow row(String tenant, long accepted, long imbalance) {
        return new LedgerRow(tenant, "billing", accepted, accepted, 0, 0, 0, imbalance);
    }
}
