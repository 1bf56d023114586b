package dev.troupe.engine.ledger;

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
}
