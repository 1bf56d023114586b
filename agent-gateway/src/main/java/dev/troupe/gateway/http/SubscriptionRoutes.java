package dev.troupe.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.message.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Who hears what. Subscriptions belong to the whole cluster. */
final class SubscriptionRoutes {
    /** A subscription as it is written: it has one of the first two. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Written(
            @Nullable String topicType,
            @Nullable String topicTypePrefix,
            @Nullable String agentType) {
        static Written of(TopicSubscription subscription) {
            if (subscription instanceof TopicSubscription.TypeSubscription typed) {
                return new Written(typed.topicType(), null, typed.agentType());
            }
            if (subscription instanceof TopicSubscription.TypePrefixSubscription prefix) {
                return new Written(null, prefix.topicTypePrefix(), prefix.agentType());
            }
            throw new IllegalStateException("subscription: " + subscription);
        }

        TopicSubscription subscription() {
            if (agentType == null || (topicType == null) == (topicTypePrefix == null)) {
                throw ProblemException.invalid("subscription: " + this
                        + " (expected: an agentType, and either a topicType or a topicTypePrefix)");
            }
            return topicType != null
                    ? new TopicSubscription.TypeSubscription(topicType, agentType)
                    : new TopicSubscription.TypePrefixSubscription(String.valueOf(topicTypePrefix), agentType);
        }
    }

    private static final Resource ALL = new Resource.OfCluster("subscriptions");

    private final AbstractAgentRuntime runtime;

    SubscriptionRoutes(AbstractAgentRuntime runtime) {
        this.runtime = runtime;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/subscriptions", this::onList),
                Route.of("POST", "/v1/subscriptions", this::onAdd),
                Route.of("DELETE", "/v1/subscriptions", this::onRemove));
    }

    private CompletionStage<HttpResponse> onList(Call call) {
        call.require(Action.READ, ALL);
        var written = runtime.subscriptions().stream()
                .map(Written::of)
                .sorted(Comparator.comparing(Written::toString))
                .toList();
        return CompletableFuture.completedFuture(Answers.json(200, Map.of("subscriptions", written)));
    }

    private CompletionStage<HttpResponse> onAdd(Call call) {
        call.require(Action.ADMIN, ALL);
        call.requireMediaType(Answers.JSON);
        return call.body().thenCompose(body -> {
            var subscription = requireNotReserved(read(body).subscription());
            return runtime.subscribe(subscription)
                    .thenApply(done -> Answers.json(201, Written.of(subscription)))
                    .exceptionallyCompose(error -> CompletableFuture.failedFuture(
                            runtime.subscriptions().contains(subscription)
                                    ? Problem.of(
                                                    ProblemType.CONFLICT,
                                                    "subscription: " + subscription
                                                            + " (expected: one that is not there)")
                                            .exception()
                                    : error));
        });
    }

    private CompletionStage<HttpResponse> onRemove(Call call) {
        call.require(Action.ADMIN, ALL);
        var subscription = new Written(
                        call.parameter("topicType").orElse(null),
                        call.parameter("topicTypePrefix").orElse(null),
                        call.parameter("agentType").orElse(null))
                .subscription();
        if (!runtime.subscriptions().contains(subscription)) {
            throw ProblemException.unknown(
                    "subscription: " + subscription + " (expected: one of GET /v1/subscriptions)");
        }
        return runtime.unsubscribe(requireNotReserved(subscription)).thenApply(done -> Answers.nothing());
    }

    private static TopicSubscription requireNotReserved(TopicSubscription subscription) {
        if (Described.isReserved(subscription.agentType())) {
            throw ProblemException.invalid("agent type: '" + subscription.agentType() + "' (expected: not troupe.*)");
        }
        return subscription;
    }

    private static Written read(byte[] body) {
        try {
            return Json.read(body, Written.class);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "subscription: not JSON of an agentType, and a topicType or a topicTypePrefix");
        }
    }
}
