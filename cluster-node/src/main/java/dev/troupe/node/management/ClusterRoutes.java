package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the nodes of the cluster say of themselves. */
final class ClusterRoutes {
    private static final String STATUS = "status";

    private static final Resource CLUSTER = new Resource.OfCluster("cluster");

    private final ClusterRuntime runtime;
    private final ClusterQuestions questions;

    ClusterRoutes(ClusterRuntime runtime, ClusterQuestions questions) {
        this.runtime = runtime;
        this.questions = questions;
        questions.answer(STATUS, ClusterQuestions.Nothing.class, nothing -> NodeView.of(runtime.status()));
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/cluster", this::onCluster));
    }

    private CompletionStage<HttpResponse> onCluster(Call call) {
        call.require(Action.READ, CLUSTER);
        return questions
                .askAll(STATUS, new ClusterQuestions.Nothing(), ObjectNode.class)
                .thenApply(answers -> {
                    var cluster = answers.document();
                    cluster.put("self", runtime.address());
                    cluster.putArray("nodes").addAll(answers.byNode().values());
                    return Answers.json(200, cluster);
                });
    }
}
