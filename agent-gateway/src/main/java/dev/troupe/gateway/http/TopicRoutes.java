package dev.troupe.gateway.http;

import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Publication;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What is published. */
final class TopicRoutes {
    /** How the events of one call are published. */
    private record Manner(boolean untilSettled, boolean storedOnly) {}

    private final AbstractAgentRuntime runtime;
    private final Sender sender;
    private final Payloads payloads;
    private final Problems problems;

    TopicRoutes(AbstractAgentRuntime runtime, HttpSettings settings, Sender sender) {
        this.runtime = runtime;
        this.sender = sender;
        this.payloads = new Payloads(runtime);
        this.problems = new Problems(settings);
    }

    List<Route> routes() {
        return List.of(Route.of("POST", "/v1/topics/{type}/{source}", this::onEvent));
    }

    private CompletionStage<HttpResponse> onEvent(Call call) {
        var topic = TopicId.of(call.variable("type"), call.variable("source"));
        call.require(Action.WRITE, new Resource.OfTopic(topic));
        call.requireMediaType(Answers.JSON, CloudEvent.STRUCTURED, CloudEvent.BATCH);
        var manner = new Manner(call.says("wait", "settled"), call.says("stored", "required"));
        return switch (call.mediaType()) {
            case CloudEvent.STRUCTURED ->
                call.body().thenCompose(body -> one(order(call, topic, CloudEvent.ofStructured(body), manner), manner));
            case CloudEvent.BATCH ->
                call.body().thenCompose(body -> all(orders(call, topic, CloudEvent.ofBatch(body), manner), manner));
            default -> CloudEvent.isBinary(call) ? binary(call, topic, manner) : plain(call, topic, manner);
        };
    }

    private CompletionStage<HttpResponse> binary(Call call, TopicId topic, Manner manner) {
        return call.body().thenCompose(body -> {
            var event = CloudEvent.ofHeaders(call.headers(), body);
            return one(order(call, topic, event, manner), manner);
        });
    }

    private CompletionStage<HttpResponse> plain(Call call, TopicId topic, Manner manner) {
        String type = Payloads.typeName(call);
        String id = SendAnswers.messageId(call);
        return call.body().thenCompose(body -> one(order(call, id, topic, payloads.read(type, body), manner), manner));
    }

    private List<Sender.Order> orders(Call call, TopicId topic, List<CloudEvent> events, Manner manner) {
        List<Sender.Order> orders = new ArrayList<>();
        events.forEach(event -> orders.add(order(call, topic, event, manner)));
        return orders;
    }

    /** Source and id make an event what it is, so they make the id of its message. */
    private Sender.Order order(Call call, TopicId topic, CloudEvent event, Manner manner) {
        if (!event.type().equals(topic.type()) || !event.source().equals(topic.source())) {
            throw ProblemException.invalid("CloudEvent type and source: " + event.type() + ", " + event.source()
                    + " (expected: those of the path, " + topic.type() + ", " + topic.source() + ")");
        }
        String id = MessageIds.of(call.principal(), 'c', event.source(), event.id());
        var payload = payloads.requireReadable(new JsonPayload(event.messageType(), event.data()));
        return order(call, id, topic, payload, manner);
    }

    private Sender.Order order(Call call, String id, TopicId topic, JsonPayload payload, Manner manner) {
        return new Sender.Order(
                id,
                SendAnswers.fingerprint("topic", topic, payload),
                new Resource.OfTopic(topic),
                manner.storedOnly(),
                options -> runtime.publish(topic, payload, call.traced(options)).thenApply(Publication::receipts));
    }

    private CompletionStage<HttpResponse> one(Sender.Order order, Manner manner) {
        return sender.answer(sender.send(order), manner.untilSettled());
    }

    /**
     * Publishes the events of a batch in order, then waits for their ends, if that is wanted. If one cannot be published the
     * answer is its problem, with what became of each: those that were published are not published again when the batch is
     * repeated.
     */
    private CompletionStage<HttpResponse> all(List<Sender.Order> orders, Manner manner) {
        long deadline = sender.deadline();
        List<Ending> endings = new ArrayList<>();
        CompletionStage<Void> published = CompletableFuture.completedFuture(null);
        for (var order : orders) {
            published = published.thenCompose(
                    before -> publish(order, manner, deadline).thenAccept(endings::add));
        }
        return published.thenCompose(all -> ends(endings, manner));
    }

    /** What is left to do for an event once it is published, or could not be. */
    private record Ending(String messageId, Supplier<CompletionStage<Map<String, Object>>> members) {}

    private CompletionStage<Ending> publish(Sender.Order order, Manner manner, long deadline) {
        try {
            var entry = sender.send(order);
            return sender.begun(entry, deadline)
                    .thenApply(begun -> new Ending(order.messageId(), () -> ended(entry, begun, manner, deadline)))
                    .exceptionally(error -> failed(order, error));
        } catch (ProblemException e) {
            return CompletableFuture.completedFuture(failed(order, e));
        }
    }

    private static Ending failed(Sender.Order order, Throwable error) {
        return new Ending(order.messageId(), () -> CompletableFuture.failedFuture(error));
    }

    private CompletionStage<Map<String, Object>> ended(
            SendWindow.Entry entry, SendWindow.Begun begun, Manner manner, long deadline) {
        return manner.untilSettled()
                ? sender.settled(entry, begun, deadline).thenApply(ends -> SendAnswers.endedMembers(entry, begun, ends))
                : CompletableFuture.completedFuture(SendAnswers.begunMembers(entry, begun));
    }

    private CompletionStage<HttpResponse> ends(List<Ending> endings, Manner manner) {
        List<Map<String, Object>> results = new ArrayList<>();
        List<Problem> failed = new ArrayList<>();
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (var ending : endings) {
            done = done.thenCompose(before -> ending.members().get())
                    .exceptionally(error -> {
                        var problem = problems.problem(error);
                        failed.add(problem);
                        Map<String, Object> members = new LinkedHashMap<>();
                        members.put("messageId", ending.messageId());
                        members.put("problem", problem.members());
                        return members;
                    })
                    .thenAccept(results::add);
        }
        return done.thenApply(all -> failed.isEmpty()
                ? Answers.json(manner.untilSettled() ? 200 : 202, Map.of("results", results))
                : problems.response(failed.get(0).with("results", results)));
    }
}
