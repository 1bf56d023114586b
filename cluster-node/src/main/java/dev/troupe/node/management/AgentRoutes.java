package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.ProblemException;
import dev.troupe.gateway.http.Route;
import dev.troupe.node.history.HistoryJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Which agents are loaded, on which node, and what durable ones have done. */
final class AgentRoutes {
    private static final int PAGE = 50;
    private static final int MOST = 1_000;
    private static final int MOST_TURNS = 200;

    private static final Resource ALL = new Resource.OfCluster("agents");

    private final ClusterRuntime runtime;
    private final AgentQuestions agents;

    AgentRoutes(ClusterRuntime runtime, ClusterQuestions questions) {
        this.runtime = runtime;
        this.agents = new AgentQuestions(runtime, questions);
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/agents", this::onList),
                Route.of("GET", "/v1/agents/{type}/{key}", this::onShow),
                Route.of("GET", "/v1/agents/{type}/{key}/history", this::onHistory),
                Route.of("POST", "/v1/agents/{type}/{key}/passivate", this::onPassivate));
    }

    private CompletionStage<HttpResponse> onList(Call call) {
        var type = call.parameter("type");
        call.require(Action.READ, type.<Resource>map(Resource.OfAgentType::new).orElse(ALL));
        var query = new AgentQuestions.Query(
                type.orElse(null),
                call.parameter("key").orElse(""),
                call.principal().tenant().orElse(null),
                call.parameter("after").map(AgentRoutes::id).orElse(null),
                call.count("limit", PAGE, MOST));
        return agents.list(query).thenApply(answers -> {
            var document = answers.document();
            var page = AgentQuestions.merge(query, answers);
            var found = page.agents();
            document.putPOJO("agents", found);
            if (page.more() && !found.isEmpty()) {
                document.put("next", found.get(found.size() - 1).id().toString());
            }
            return Answers.json(200, document);
        });
    }

    private static AgentId id(String text) {
        try {
            return AgentId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("after: '" + text + "' (expected: \"next\" of a page)");
        }
    }

    private CompletionStage<HttpResponse> onShow(Call call) {
        var agent = agent(call, Action.READ);
        return agents.locate(agent).thenApply(answers -> {
            var document = answers.document();
            document.put("agent", agent.toString());
            document.put("durable", runtime.isDurable(agent.type()).orElse(false));
            var loaded = document.putArray("loaded");
            answers.byNode().forEach((node, found) -> {
                if (found.loaded()) {
                    loaded.addObject().put("node", node).put("idleMillis", found.idleMillis());
                }
            });
            return Answers.json(200, document);
        });
    }

    private CompletionStage<HttpResponse> onHistory(Call call) {
        var agent = agent(call, Action.READ);
        int limit = call.count("limit", PAGE, MOST_TURNS);
        var from = call.parameter("from");
        var history = from.isPresent()
                ? runtime.history(agent, call.count("from", 1, Integer.MAX_VALUE), limit)
                : runtime.newestHistory(agent, limit);
        return history.thenApply(AgentRoutes::written);
    }

    private static HttpResponse written(AgentHistory history) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("agent", history.agent());
        document.put("keptFrom", history.keptFrom());
        document.put("highest", history.highest());
        document.put(
                "turns",
                history.turns().stream()
                        .map(turn -> HistoryJson.turn(history.agent(), turn))
                        .toList());
        history.next().ifPresent(next -> document.put("next", next));
        return Answers.json(200, document);
    }

    private CompletionStage<HttpResponse> onPassivate(Call call) {
        var agent = agent(call, Action.ADMIN);
        return agents.passivate(agent).thenApply(answers -> {
            ObjectNode document = answers.document();
            var asked = document.putArray("asked");
            answers.byNode().forEach((node, found) -> {
                if (found.loaded()) {
                    asked.add(node);
                }
            });
            return Answers.json(202, document);
        });
    }

    private static AgentId agent(Call call, Action action) {
        var agent = AgentId.of(call.variable("type"), call.variable("key"));
        call.require(action, new Resource.OfAgent(agent));
        return agent;
    }
}
