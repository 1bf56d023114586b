package dev.troupe.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What can be sent here, made from what is registered on this node. A caller sees the agent types that it may read. */
final class DescriptionRoutes {
    private final AbstractAgentRuntime runtime;

    DescriptionRoutes(AbstractAgentRuntime runtime) {
        this.runtime = runtime;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/openapi.json", call -> answer(OpenApi.of(visible(call), schemas(visible(call))))),
                Route.of("GET", "/asyncapi.json", call -> answer(AsyncApi.of(visible(call), schemas(visible(call))))),
                Route.of("GET", "/v1/agents/{type}", this::onType));
    }

    private CompletionStage<HttpResponse> onType(Call call) {
        String type = call.variable("type");
        call.require(Action.READ, new Resource.OfAgentType(type));
        var visible = visible(call);
        var definition = visible.stream()
                .filter(each -> each.type().name().equals(type))
                .findFirst()
                .orElseThrow(() -> unknown(type, visible));
        return answer(described(definition));
    }

    private ObjectNode described(AgentDefinition<?, ?> definition) {
        var schemas = schemas(List.of(definition));
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("agentType", definition.type().name());
        answer.put("durable", definition.settings().durable());
        var messages = answer.putObject("messages");
        definition
                .messages()
                .forEach(message -> schemas.nameOf(message)
                        .ifPresent(
                                name -> messages.set(name, schemas.references().get(name))));
        var requests = answer.putObject("requests");
        schemas.requests(definition).forEach(requests::put);
        answer.putObject("components").set("schemas", schemas.definitions());
        return answer;
    }

    private static ProblemException unknown(String type, List<AgentDefinition<?, ?>> visible) {
        var known = visible.stream().map(each -> each.type().name()).sorted().toList();
        return Problem.of(ProblemType.UNKNOWN, "agent type: '" + type + "' (expected: one of " + known + ")")
                .with("known", known)
                .exception();
    }

    private List<AgentDefinition<?, ?>> visible(Call call) {
        return Described.definitions(runtime).stream()
                .<AgentDefinition<?, ?>>map(definition -> definition)
                .filter(definition -> call.principal()
                        .may(
                                Action.READ,
                                new Resource.OfAgentType(definition.type().name())))
                .toList();
    }

    private Schemas schemas(List<AgentDefinition<?, ?>> definitions) {
        return Schemas.of(runtime.messageTypes(), definitions);
    }

    private static CompletionStage<HttpResponse> answer(ObjectNode document) {
        return CompletableFuture.completedFuture(Answers.json(200, document));
    }
}
