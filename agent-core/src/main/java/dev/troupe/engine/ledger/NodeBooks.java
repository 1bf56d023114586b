package dev.troupe.engine.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the books of one node say.
 *
 * @param rows one per tenant and topic type
 * @param imbalance messages of which nobody knows what became of them, of all rows and of the agents; 0 if all is well
 */
public record NodeBooks(List<LedgerRow> rows, long imbalance) {
    public NodeBooks {
        rows = List.copyOf(rows);
    }

    /** Returns the same in no more rows: those that do not balance and those with most messages, the others together. */
    public NodeBooks inRows(int most) {
        if (rows.size() <= most) {
            return this;
        }
        List<LedgerRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(LedgerRow::imbalance)
                .thenComparingLong(LedgerRow::accepted)
                .reversed());
        List<LedgerRow> few = new ArrayList<>(sorted.subList(0, most - 1));
        sorted.subList(most - 1, sorted.size())
                .forEach(row -> few.add(row.named(LedgerNames.OTHER, LedgerNames.OTHER)));
        return new NodeBooks(LedgerRow.sum(few), imbalance);
    }
}
