package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.ledger.LedgerRow;
import dev.troupe.engine.ledger.NodeBooks;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the books of all nodes say; each compares its own before it answers. */
final class LedgerRoutes {
    private static final String LEDGER = "ledger";

    private static final Resource OF_CLUSTER = new Resource.OfCluster(LEDGER);

    /** Rows of one node, so that its answer fits: a tenant's name may be long. */
    private static final int MOST_ROWS = 500;

    private final ClusterQuestions questions;

    LedgerRoutes(ClusterRuntime runtime, ClusterQuestions questions) {
        this.questions = questions;
        questions.answerLater(
                LEDGER,
                ClusterQuestions.Nothing.class,
                nothing -> runtime.books()
                        .thenApplyAsync(
                                books -> books.inRows(MOST_ROWS),
                                runtime.system().executionContext()));
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/ledger", this::onLedger));
    }

    private CompletionStage<HttpResponse> onLedger(Call call) {
        call.require(Action.READ, OF_CLUSTER);
        return questions
                .askAll(LEDGER, new ClusterQuestions.Nothing(), NodeBooks.class)
                .thenApply(answers -> Answers.json(200, ledger(answers)));
    }

    private static ObjectNode ledger(ClusterQuestions.Answers<NodeBooks> answers) {
        var ledger = answers.document();
        var books = answers.byNode();
        ledger.put(
                "imbalance",
                books.values().stream().mapToLong(NodeBooks::imbalance).sum());
        var nodes = ledger.putArray("nodes");
        books.forEach((node, each) -> nodes.addObject().put("node", node).put("imbalance", each.imbalance()));
        List<LedgerRow> rows = LedgerRow.sum(books.values().stream()
                .map(NodeBooks::rows)
                .flatMap(Collection::stream)
                .toList());
        ledger.putPOJO("rows", rows);
        return ledger;
    }
}
