package dev.troupe.node.management;

import dev.troupe.cluster.ClusterMember;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.DrainReport;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Problem;
import dev.troupe.gateway.http.ProblemException;
import dev.troupe.gateway.http.ProblemType;
import dev.troupe.gateway.http.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Takes nodes out of the cluster: in order, or because they are gone for good. */
final class NodeRoutes {
    private static final String DRAIN = "drain";
    private static final String JOIN = "join";
    private static final Resource CLUSTER = new Resource.OfCluster("cluster");
    /** What the gateway of the node and the answer take beyond the times of draining. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final ClusterRuntime runtime;
    private final ClusterQuestions questions;
    private final Duration patience;

    /** Where a node is to go. */
    record Other(String node) {}

    /** @param going how this node goes */
    NodeRoutes(ClusterRuntime runtime, ClusterQuestions questions, Management.Going going) {
        this.runtime = runtime;
        this.questions = questions;
        this.patience = runtime.drainNotice()
                .plus(runtime.drainTimeout().multipliedBy(2))
                .plus(MARGIN);
        questions.answerLater(
                DRAIN, ClusterQuestions.Nothing.class, nothing -> going.leave().get());
        questions.answerLater(JOIN, Other.class, other -> going.join().apply(other.node()));
    }

    /** Returns how long an answer may take. */
    Duration longestAnswer() {
        return patience;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/v1/cluster/nodes/{node}/drain", this::onDrain),
                Route.of("POST", "/v1/cluster/nodes/{node}/join", this::onJoin),
                Route.of("POST", "/v1/cluster/nodes/{node}/down", this::onDown));
    }

    private CompletionStage<HttpResponse> onDrain(Call call) {
        call.require(Action.ADMIN, CLUSTER);
        var member = member(call);
        return questions
                .ask(member.node(), DRAIN, new ClusterQuestions.Nothing(), DrainReport.class, patience)
                .thenApply(report -> Answers.json(200, answer(member.node(), report)));
    }

    /** The node leaves as if it were drained; whoever runs it starts it again as a node of the other cluster. */
    private CompletionStage<HttpResponse> onJoin(Call call) {
        call.require(Action.ADMIN, CLUSTER);
        var member = member(call);
        String other = call.parameter("to")
                .filter(text -> text.matches(".+:\\d{1,5}"))
                .orElseThrow(() -> ProblemException.invalid("to: '"
                        + call.parameter("to").orElse("") + "' (expected: HOST:PORT of a node of another cluster)"));
        if (runtime.members().stream().anyMatch(each -> each.node().equals(other))) {
            throw Problem.of(
                            ProblemType.CONFLICT,
                            "to: '" + other + "' is in the same cluster as " + member.node()
                                    + " (expected: a node of another one)")
                    .exception();
        }
        return questions
                .ask(member.node(), JOIN, new Other(other), DrainReport.class, patience)
                .thenApply(report -> Answers.json(200, answer(member.node(), report)));
    }

    private static Map<String, Object> answer(String node, DrainReport report) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("node", node);
        answer.put("clean", report.clean());
        answer.put("report", report);
        answer.put("text", report.toString());
        return answer;
    }

    /** Whoever cannot be reached may be declared gone; a node that answers is drained instead. */
    private CompletionStage<HttpResponse> onDown(Call call) {
        call.require(Action.ADMIN, CLUSTER);
        var member = member(call);
        if (member.reachable() && !call.says("force", "true")) {
            throw Problem.of(
                            ProblemType.CONFLICT,
                            "node: '" + member.node()
                                    + "' can be reached (expected: one that cannot; drain it, or say force=true)")
                    .exception();
        }
        runtime.down(member.node());
        return CompletableFuture.completedFuture(Answers.json(202, Map.of("node", member.node(), "status", "down")));
    }

    private ClusterMember member(Call call) {
        String node = call.variable("node");
        var members = runtime.members();
        return members.stream()
                .filter(each -> each.node().equals(node))
                .findAny()
                .orElseThrow(() -> ProblemException.unknown("node: '" + node + "' (expected: one of "
                        + members.stream().map(ClusterMember::node).sorted().toList() + ")"));
    }
}
