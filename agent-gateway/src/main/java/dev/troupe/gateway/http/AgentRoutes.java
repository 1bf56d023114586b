package dev.troupe.gateway.http;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What is sent to agents and asked of them. */
final class AgentRoutes {
    private final AbstractAgentRuntime runtime;
    private final HttpSettings.Times times;
    private final Sender sender;
    private final Payloads payloads;

    AgentRoutes(AbstractAgentRuntime runtime, HttpSettings settings, Sender sender) {
        this.runtime = runtime;
        this.times = settings.times();
        this.sender = sender;
        this.payloads = new Payloads(runtime);
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/v1/agents/{type}/{key}/messages", this::onMessage),
                Route.of("POST", "/v1/agents/{type}/{key}/requests", this::onRequest));
    }

    private CompletionStage<HttpResponse> onMessage(Call call) {
        var agent = agent(call);
        String type = typeName(call, agent);
        payloads.requireHandled(agent.type(), type);
        boolean wait = call.says("wait", "settled");
        boolean storedOnly = call.says("stored", "required");
        String id = SendAnswers.messageId(call);
        return call.body().thenCompose(body -> {
            var payload = payloads.read(type, body);
            var order = new Sender.Order(
                    id,
                    SendAnswers.fingerprint("agent", agent, payload),
                    new Resource.OfAgent(agent),
                    storedOnly,
                    options ->
                            runtime.send(agent, payload, call.traced(options)).thenApply(List::<Receipt>of));
            return sender.answer(sender.send(order), wait)
                    .exceptionallyCompose(error -> CompletableFuture.failedFuture(failed(call, agent, error)));
        });
    }

    private CompletionStage<HttpResponse> onRequest(Call call) {
        var agent = agent(call);
        String type = typeName(call, agent);
        payloads.requireAnswered(agent.type(), type);
        SendAnswers.refuseKey(call);
        var timeout = call.time("timeout", times.request(), times.maxRequest());
        return call.body().thenCompose(body -> {
            var options = call.traced(SendOptions.DEFAULT.withExpiry(timeout));
            var asked = runtime.ask(agent, payloads.read(type, body), options).toCompletableFuture();
            call.whenGone(() -> asked.cancel(true));
            return asked.thenApply(AgentRoutes::answer)
                    .exceptionallyCompose(error -> CompletableFuture.failedFuture(failed(call, agent, error)));
        });
    }

    private static AgentId agent(Call call) {
        var agent = AgentId.of(call.variable("type"), call.variable("key"));
        call.require(Action.WRITE, new Resource.OfAgent(agent));
        return agent;
    }

    private String typeName(Call call, AgentId agent) {
        if (Described.isReserved(agent.type())) {
            throw unknown(call, agent).exception();
        }
        call.requireMediaType(Answers.JSON);
        return Payloads.typeName(call);
    }

    private static HttpResponse answer(JsonPayload answer) {
        return Answers.bytes(200, Answers.JSON, answer.json().getBytes(StandardCharsets.UTF_8))
                .addHeader(RawHeader.create(Payloads.TYPE_HEADER, answer.type()));
    }

    /** No live node hosts the type: that is a mistake of the caller, unless it is known here. */
    private Throwable failed(Call call, AgentId agent, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof CancellationException) {
            return Problem.of(ProblemType.CANCELLED, "the client has gone").exception();
        }
        boolean unavailable =
                cause instanceof AgentException failed && failed.failure().kind() == Failure.Kind.UNAVAILABLE;
        return unavailable && !Described.types(runtime).contains(agent.type())
                ? unknown(call, agent).exception()
                : cause;
    }

    private Problem unknown(Call call, AgentId agent) {
        var known = Described.types(runtime).stream()
                .filter(type ->
                        call.principal().may(Action.WRITE, new Resource.OfAgent(new AgentId(type, agent.key()))))
                .toList();
        return Problem.of(ProblemType.UNKNOWN, "agent type: '" + agent.type() + "' (expected: one of " + known + ")")
                .with("known", known);
    }
}
