package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.cluster.ClusterMember;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Who is in the cluster, and what the nodes say of themselves. */
final class ClusterRoutes {
    private static final String STATUS = "status";

    private static final Resource CLUSTER = new Resource.OfCluster("cluster");

    private final ClusterRuntime runtime;
    private final ClusterQuestions questions;

    /** @param view what this node says of itself */
    ClusterRoutes(ClusterRuntime runtime, ClusterQuestions questions, Supplier<NodeView> view) {
        this.runtime = runtime;
        this.questions = questions;
        questions.answer(STATUS, ClusterQuestions.Nothing.class, nothing -> view.get());
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
                    var nodes = cluster.putArray("nodes");
                    runtime.members().stream()
                            .sorted(Comparator.comparing(ClusterMember::node))
                            .forEach(member -> nodes.add(about(member, answers.byNode())));
                    return Answers.json(200, cluster);
                });
    }

    /** Of a node that does not answer others know only that it is a member. */
    private static ObjectNode about(ClusterMember member, Map<String, ObjectNode> said) {
        var node = said.containsKey(member.node())
                ? said.get(member.node()).deepCopy()
                : JsonNodeFactory.instance.objectNode();
        node.put("node", member.node());
        node.put("status", member.status());
        node.put("reachable", member.reachable());
        node.put("oldest", member.oldest());
        var roles = node.putArray("roles");
        member.roles().stream().sorted().forEach(roles::add);
        return node;
    }
}
