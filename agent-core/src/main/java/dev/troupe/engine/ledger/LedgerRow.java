package dev.troupe.engine.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What became of the messages that a node has accepted for one tenant and topic type.
 *
 * @param tenant the topic source of an event, the recipient's key of any other message, up to the first slash; or one of
 *     the names in brackets that {@link LedgerNames} has
 * @param cancelled requests that nobody wanted any more
 * @param inFlight accepted, and none of the others yet
 * @param imbalance messages that are in flight here and that their lane does not hold, or the reverse
 */
public record LedgerRow(
        String tenant,
        String topic,
        long accepted,
        long processed,
        long deadLettered,
        long cancelled,
        long inFlight,
        long imbalance) {
    private record Name(String tenant, String topic) {
        static final Comparator<Name> ORDER = Comparator.comparing(Name::tenant).thenComparing(Name::topic);
    }

    /** Returns both together, under the names of this one. */
    public LedgerRow and(LedgerRow other) {
        return new LedgerRow(
                tenant,
                topic,
                accepted + other.accepted,
                processed + other.processed,
                deadLettered + other.deadLettered,
                cancelled + other.cancelled,
                inFlight + other.inFlight,
                imbalance + other.imbalance);
    }

    LedgerRow named(String newTenant, String newTopic) {
        return new LedgerRow(newTenant, newTopic, accepted, processed, deadLettered, cancelled, inFlight, imbalance);
    }

    /** Returns one row per tenant and topic type, in the order of their names. */
    public static List<LedgerRow> sum(Collection<LedgerRow> rows) {
        var sum = new TreeMap<Name, LedgerRow>(Name.ORDER);
        rows.forEach(row -> sum.merge(new Name(row.tenant, row.topic), row, LedgerRow::and));
        return new ArrayList<>(sum.values());
    }
}
