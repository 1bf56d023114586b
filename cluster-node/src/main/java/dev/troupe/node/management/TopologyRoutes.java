package dev.troupe.node.management;

import dev.troupe.agent.TopicSubscription;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Who talks to whom, and who hears what. */
final class TopologyRoutes {
    private static final String FLOWS = "flows";

    private record Told(List<Flows.Flow> flows) {}

    private final ClusterRuntime runtime;
    private final ClusterQuestions questions;

    TopologyRoutes(ClusterRuntime runtime, ClusterQuestions questions, Flows flows) {
        this.runtime = runtime;
        this.questions = questions;
        questions.answer(FLOWS, ClusterQuestions.Nothing.class, nothing -> new Told(flows.list()));
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/flows", this::onFlows), Route.of("GET", "/v1/topics", this::onTopics));
    }

    private CompletionStage<HttpResponse> onFlows(Call call) {
        call.require(Action.READ, new Resource.OfCluster("flows"));
        return questions
                .askAll(FLOWS, new ClusterQuestions.Nothing(), Told.class)
                .thenApply(answers -> {
                    var document = answers.document();
                    document.put("minutes", Flows.MINUTES);
                    document.putPOJO("flows", sum(answers.byNode().values()));
                    return Answers.json(200, document);
                });
    }

    private static List<Flows.Flow> sum(Iterable<Told> told) {
        Map<String, Flows.Flow> sums = new TreeMap<>();
        for (var node : told) {
            for (var flow : node.flows()) {
                sums.merge(
                        flow.from() + " " + flow.to(),
                        flow,
                        (one, two) -> new Flows.Flow(one.from(), one.to(), one.messages() + two.messages()));
            }
        }
        return List.copyOf(sums.values());
    }

    private CompletionStage<HttpResponse> onTopics(Call call) {
        call.require(Action.READ, new Resource.OfCluster("subscriptions"));
        Map<String, Set<String>> hearers = runtime.subscriptions().stream()
                .collect(Collectors.groupingBy(
                        TopologyRoutes::topics,
                        TreeMap::new,
                        Collectors.mapping(TopicSubscription::agentType, Collectors.toCollection(TreeSet::new))));
        return CompletableFuture.completedFuture(Answers.json(200, Map.of("topics", hearers)));
    }

    /** Returns the topic type; of a prefix with a star behind it. */
    private static String topics(TopicSubscription subscription) {
        if (subscription instanceof TypePrefixSubscription prefix) {
            return prefix.topicTypePrefix() + "*";
        }
        return ((TypeSubscription) subscription).topicType();
    }
}
