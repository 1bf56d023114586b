package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code troupe ledger}: what became of the messages that the nodes have accepted. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what became of the messages that the nodes have accepted, by tenant and topic type: each is processed,",
            "a dead letter, cancelled, or in flight. Imbalance: messages of which nobody knows; see docs/operations/ledger.md."
        },
        footer = {
            "",
            "Exit codes: 0 the books of all nodes balance; 1 they do not, or a node does not answer; 2 wrong arguments."
        })
public final class LedgerCommand extends Remote {
    private static final List<String> FIGURES =
            List.of("accepted", "processed", "deadLettered", "cancelled", "inFlight", "imbalance");

    @Override
    int run(RemoteNode node) throws IOException {
        var ledger = node.get("/v1/ledger");
        if (isJson()) {
            printJson(ledger);
        } else {
            print(ledger);
        }
        return ledger.path("imbalance").asLong() == 0 && ledger.path("missing").isEmpty() ? 0 : 1;
    }

    private void print(JsonNode ledger) {
        var table = new Table(
                "TENANT", "TOPIC", "ACCEPTED", "PROCESSED", "DEAD-LETTERED", "CANCELLED", "IN FLIGHT", "IMBALANCE");
        for (var row : ledger.path("rows")) {
            add(table, row.path("tenant").asText(), row.path("topic").asText(), figures(row));
        }
        add(table, "all", "", FIGURES.stream().map(figure -> sum(ledger, figure)));
        print(table);
        for (var each : ledger.path("nodes")) {
            long imbalance = each.path("imbalance").asLong();
            if (imbalance != 0) {
                out().println(each.path("node").asText() + ": of " + imbalance
                        + " messages nobody knows what became of them");
            }
        }
        warnOfMissing(ledger);
    }

    private static void add(Table table, String tenant, String topic, Stream<?> figures) {
        table.add(Stream.concat(Stream.of(tenant, topic), figures).toArray());
    }

    private static Stream<Long> figures(JsonNode row) {
        return FIGURES.stream().map(figure -> row.path(figure).asLong());
    }

    /** What never came to a lane is in no row. */
    private static long sum(JsonNode ledger, String figure) {
        if (ledger.has(figure)) {
            return ledger.path(figure).asLong();
        }
        long sum = 0;
        for (var row : ledger.path("rows")) {
            sum += row.path(figure).asLong();
        }
        return sum;
    }
}
