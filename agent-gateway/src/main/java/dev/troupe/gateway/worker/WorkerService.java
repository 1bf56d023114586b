package dev.troupe.gateway.worker;

import dev.troupe.agent.TopicSubscription;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import dev.troupe.engine.external.Served;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.worker.proto.AddSubscriptionRequest;
import dev.troupe.gateway.worker.proto.AddSubscriptionResponse;
import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.GetSubscriptionsRequest;
import dev.troupe.gateway.worker.proto.GetSubscriptionsResponse;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeResponse;
import dev.troupe.gateway.worker.proto.RemoveSubscriptionRequest;
import dev.troupe.gateway.worker.proto.RemoveSubscriptionResponse;
import dev.troupe.gateway.worker.proto.Subscription;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of the worker protocol. */
final class WorkerService extends AgentRpcGrpc.AgentRpcImplBase {
    private static final Logger log = LoggerFactory.getLogger(WorkerService.class);

    /** How long a worker is kept that has registered, and whose stream does not come. */
    private static final long STREAM_MILLIS = 10_000;

    private final Session.Shared shared;
    private final Registry registry;
    private final ControlChannels controls;

    WorkerService(Session.Shared shared) {
        this.shared = shared;
        this.registry = new Registry(shared.agents().directory(), shared.fleet(), shared.access(), shared.settings());
        this.controls = new ControlChannels(shared.fleet(), shared.access());
    }

    @Override
    public StreamObserver<Message> openChannel(StreamObserver<Message> responses) {
        var stream = (ServerCallStreamObserver<Message>) responses;
        try {
            var worker = worker(Caller.current());
            var session = new Session(shared, worker, stream, () -> streamEnded(worker, stream));
            if (session.start()) {
                return session;
            }
            stream.onError(Status.UNAVAILABLE
                    .withDescription("client-id " + worker.client() + " has just ended its stream; open it again")
                    .asRuntimeException());
            return new Ignored<>();
        } catch (LimitException | AccessDeniedException e) {
            stream.onError(StatusOf.thrown(e).asRuntimeException());
            return new Ignored<>();
        }
    }

    private void streamEnded(Worker worker, ServerCallStreamObserver<Message> stream) {
        if (worker.remove(stream)) {
            var unused = shared.fleet().remove(worker);
        }
    }

    /** Returns the worker that calls. It may register before its stream is here, since the two are not ordered. */
    private Worker worker(Caller caller) {
        var fleet = shared.fleet();
        var known = fleet.find(caller.client());
        if (known == null || known.isGone()) {
            int limit = shared.settings().limits().connections();
            if (fleet.all().size() >= limit) {
                throw new LimitException("workers of this node: " + limit
                        + " (expected: fewer, troupe.gateway.grpc.max-workers; try another node)");
            }
            known = fleet.add(new Worker(
                    caller.client(), caller.principal(), shared.settings().limits(), shared.counters()));
            removeUnlessConnected(known);
        }
        if (!known.principal().name().equals(caller.principal().name())) {
            log.warn(
                    "Denied: {} may not use client-id {} of somebody else",
                    caller.principal().name(),
                    caller.client());
            throw AccessDeniedException.forbidden("client-id " + caller.client() + " belongs to somebody else");
        }
        return known;
    }

    private void removeUnlessConnected(Worker worker) {
        later(STREAM_MILLIS).execute(() -> {
            if (worker.endUnlessConnected()) {
                var unused = shared.fleet().remove(worker);
            }
        });
    }

    private static Executor later(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public StreamObserver<ControlMessage> openControlChannel(StreamObserver<ControlMessage> responses) {
        return controls.open(Caller.current(), (ServerCallStreamObserver<ControlMessage>) responses);
    }

    @Override
    public void registerAgent(RegisterAgentTypeRequest request, StreamObserver<RegisterAgentTypeResponse> responses) {
        reply(
                responses,
                RegisterAgentTypeResponse.getDefaultInstance(),
                worker -> registry.register(worker, request.getType()));
    }

    @Override
    public void addSubscription(AddSubscriptionRequest request, StreamObserver<AddSubscriptionResponse> responses) {
        reply(responses, AddSubscriptionResponse.getDefaultInstance(), worker -> {
            var route = route(worker, request.getSubscription());
            // It hears of what comes before it has read the answer to this, and would drop it: that has to wait.
            worker.hold();
            return registry.subscribe(worker, route)
                    .whenComplete((done, thrown) ->
                            later(shared.settings().eventHold().toMillis()).execute(worker::release));
        });
    }

    @Override
    public void removeSubscription(
            RemoveSubscriptionRequest request, StreamObserver<RemoveSubscriptionResponse> responses) {
        reply(
                responses,
                RemoveSubscriptionResponse.getDefaultInstance(),
                worker -> registry.unsubscribe(worker, request.getId()));
    }

    @Override
    public void getSubscriptions(GetSubscriptionsRequest request, StreamObserver<GetSubscriptionsResponse> responses) {
        var response = GetSubscriptionsResponse.newBuilder();
        registry.subscriptions(Caller.current().principal())
                .forEach(route -> response.addSubscriptions(subscription(route)));
        responses.onNext(response.build());
        responses.onCompleted();
    }

    private <R> void reply(StreamObserver<R> responses, R response, Function<Worker, CompletionStage<Void>> call) {
        CompletionStage<Void> called;
        try {
            called = call.apply(worker(Caller.current()));
        } catch (RuntimeException e) {
            called = CompletableFuture.failedFuture(e);
        }
        called.whenComplete((done, thrown) -> {
            if (thrown != null) {
                responses.onError(StatusOf.thrown(thrown).asRuntimeException());
            } else {
                responses.onNext(response);
                responses.onCompleted();
            }
        });
    }

    private static Served.Route route(Worker worker, Subscription subscription) {
        return new Served.Route(worker.client(), subscription.getId(), topics(subscription));
    }

    private static TopicSubscription topics(Subscription subscription) {
        return switch (subscription.getSubscriptionCase()) {
            case TYPESUBSCRIPTION -> {
                var type = subscription.getTypeSubscription();
                yield new TypeSubscription(type.getTopicType(), type.getAgentType());
            }
            case TYPEPREFIXSUBSCRIPTION -> {
                var prefix = subscription.getTypePrefixSubscription();
                yield new TypePrefixSubscription(prefix.getTopicTypePrefix(), prefix.getAgentType());
            }
            case SUBSCRIPTION_NOT_SET ->
                throw new IllegalArgumentException(
                        "subscription: none (expected: a typeSubscription or a typePrefixSubscription)");
        };
    }

    private static Subscription subscription(Served.Route route) {
        var builder = Subscription.newBuilder().setId(route.id());
        if (route.subscription() instanceof TypeSubscription type) {
            builder.getTypeSubscriptionBuilder().setTopicType(type.topicType()).setAgentType(type.agentType());
        } else if (route.subscription() instanceof TypePrefixSubscription prefix) {
            builder.getTypePrefixSubscriptionBuilder()
                    .setTopicTypePrefix(prefix.topicTypePrefix())
                    .setAgentType(prefix.agentType());
        }
        return builder.build();
    }

    /** Hears what still comes on a stream that was refused. */
    private static final class Ignored<M> implements StreamObserver<M> {
        @Override
        public void onNext(M message) {
            // Refused already.
        }

        @Override
        public void onError(Throwable thrown) {
            // Refused already.
        }

        @Override
        public void onCompleted() {
            // Refused already.
        }
    }
}
