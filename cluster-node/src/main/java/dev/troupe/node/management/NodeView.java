package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.message.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what a node knows of itself, as JSON. */
final class NodeView {
    private final ClusterRuntime runtime;

    NodeView(ClusterRuntime runtime) {
        this.runtime = runtime;
    }

    CompletionStage<String> status() {
        var status = runtime.status();
        var node = JsonNodeFactory.instance.objectNode();
        node.put("node", status.address());
        node.put("agents", status.agents());
        node.put("turns", status.turns());
        return CompletableFuture.completedFuture(Json.text(node));
    }
}
