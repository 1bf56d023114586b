package dev.troupe.node.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the nodes of the cluster say of themselves. */
final class ClusterRoutes {
    /** The question that each node answers with its status. */
    static final String STATUS = "status";

    private static final Resource CLUSTER = new Resource.OfCluster("cluster");

    private final ClusterRuntime runtime;
    private final Duration timeout;

    ClusterRoutes(ClusterRuntime runtime, Duration timeout) {
        this.runtime = runtime;
        this.timeout = timeout;
        var node = new NodeView(runtime);
        runtime.inquiries().answer(STATUS, nothing -> node.status());
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/cluster", this::onCluster));
    }

    private CompletionStage<HttpResponse> onCluster(Call call) {
        call.require(Action.READ, CLUSTER);
        return runtime.inquiries().askAll(STATUS, "", timeout).thenApply(this::cluster);
    }

    private HttpResponse cluster(Map<String, String> answers) {
        var cluster = JsonNodeFactory.instance.objectNode();
        cluster.put("self", runtime.address());
        var nodes = cluster.putArray("nodes");
        answers.values().forEach(text -> nodes.add(Json.parse(text, JsonNode.class)));
        var missing = cluster.putArray("missing");
        runtime.inquiries().nodes().stream()
                .filter(node -> !answers.containsKey(node))
                .forEach(missing::add);
        return Answers.json(200, cluster);
    }
}
