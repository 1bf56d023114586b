package dev.troupe.gateway.worker;

import com.google.protobuf.ByteString;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.engine.actor.ExternalAgents;
import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.worker.Inward.Published;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.message.Answer;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a worker: reads what it asks, answers and publishes. Reads ahead a little, and no further while too many
 * of its events are unsettled. gRPC calls it from one thread at a time.
 */
final class Session implements StreamObserver<Message> {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final int READ_AHEAD = 32;
    private static final long RETRY_MILLIS = 100;
    /** Bytes of one character in UTF-8, at most, for each char of a text. */
    private static final int LARGEST_CHARACTER = 3;

    /** A payload that a worker can read, and need not. */
    private static final Payload NOTHING = Payload.newBuilder()
            .setDataType("troupe.Failure")
            .setDataContentType(Contents.JSON)
            .setData(ByteString.copyFromUtf8("{}"))
            .build();

    /** What all sessions of a door share. */
    record Shared(
            ExternalAgents agents, Access access, WorkerSettings settings, WorkerCounters counters, Fleet fleet) {}

    private final Shared shared;
    private final Worker worker;
    private final ServerCallStreamObserver<Message> stream;
    private final Runnable whenEnded;
    private final Map<Long, CompletableFuture<?>> asking = new ConcurrentHashMap<>();
    private final AtomicLong lastAsked = new AtomicLong();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger unread = new AtomicInteger();

    Session(Shared shared, Worker worker, ServerCallStreamObserver<Message> stream, Runnable whenEnded) {
        this.shared = shared;
        this.worker = worker;
        this.stream = stream;
        this.whenEnded = whenEnded;
    }

    /**
     * Begins to read; call it before the stream's first message can come.
     *
     * @return false if the worker has gone meanwhile
     */
    boolean start() {
        stream.disableAutoRequest();
        stream.setOnReadyHandler(worker::write);
        stream.setOnCancelHandler(this::end);
        if (!worker.add(stream, this::readOn)) {
            return false;
        }
        stream.request(READ_AHEAD);
        return true;
    }

    @Override
    public void onNext(Message message) {
        switch (message.getMessageCase()) {
            case REQUEST -> onRequest(message.getRequest());
            case RESPONSE -> onResponse(message.getResponse());
            case CLOUDEVENT -> onEvent(message.getCloudEvent());
            case MESSAGE_NOT_SET -> refuse("an empty message", "one of request, response, cloudEvent");
        }
        unread.incrementAndGet();
        readOn();
    }

    @Override
    public void onError(Throwable thrown) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
        if (!worker.isDisconnected()) {
            stream.onCompleted();
        }
    }

    private void end() {
        asking.values().forEach(request -> request.cancel(true));
        whenEnded.run();
    }

    /** Asks for further messages, or leaves that to the event, or the answer, that makes room. */
    private void readOn() {
        if (events.get() >= shared.settings().limits().events() || worker.isBehind()) {
            return;
        }
        int more = unread.getAndSet(0);
        if (more > 0) {
            stream.request(more);
        }
    }

    private void onRequest(RpcRequest request) {
        Inward.Asked asked;
        try {
            requireHeaders(
                    request.getSerializedSize() - request.getPayload().getData().size());
            asked = Inward.request(request, shared.settings().requestTimeout());
            requireOwn(asked.sender());
            shared.access().require(worker.principal(), Action.WRITE, new Resource.OfAgent(asked.target()));
            if (asking.size() >= shared.settings().limits().requests()) {
                throw new AgentException(Failure.of(
                        Failure.Kind.OVERLOADED,
                        asking.size() + " requests of this worker are open (expected: < "
                                + shared.settings().limits().requests() + ", troupe.gateway.grpc.max-requests)"));
            }
            ask(request, asked);
        } catch (AccessDeniedException | IllegalArgumentException | AgentException e) {
            answer(request, null, e);
        }
    }

    private void ask(RpcRequest request, Inward.Asked asked) {
        var answering = shared.agents().ask(asked.sender(), asked.target(), asked.payload(), asked.options());
        long number = lastAsked.incrementAndGet();
        asking.put(number, answering);
        var unused = answering.whenComplete((answer, thrown) -> {
            asking.remove(number);
            answer(request, answer, thrown);
        });
    }

    private void answer(RpcRequest request, dev.troupe.message.@Nullable Payload answer, @Nullable Throwable thrown) {
        if (thrown instanceof CancellationException) {
            return; // its stream has ended; on another one the same number may be another request's
        }
        var response = RpcResponse.newBuilder().setRequestId(request.getRequestId());
        if (answer != null) {
            response.setPayload(Outward.payload(answer));
        } else {
            response.setError(reason(thrown)).setPayload(echo(request.getPayload()));
        }
        worker.answer(readable(Message.newBuilder().setResponse(response).build()));
    }

    private Message readable(Message answer) {
        int limit = shared.settings().limits().outboundMessage();
        int bytes = answer.getSerializedSize();
        if (bytes <= limit) {
            return answer;
        }
        var tooLarge = RpcResponse.newBuilder()
                .setRequestId(answer.getResponse().getRequestId())
                .setError(Outward.tooLarge("answer", bytes, limit).toString())
                .setPayload(NOTHING);
        return Message.newBuilder().setResponse(tooLarge).build();
    }

    /** A worker reads the payload of an answer before its error; it fails over none, and waits for ever. */
    private Payload echo(Payload asked) {
        boolean readable = !asked.getDataType().isEmpty()
                && asked.getSerializedSize() < shared.settings().limits().outboundMessage() / 2;
        return readable ? asked : NOTHING;
    }

    /** A handler's exception reaches its asker as its own text; what the cluster says begins with the kind. */
    private static String reason(@Nullable Throwable thrown) {
        var cause = thrown == null ? null : StatusOf.cause(thrown);
        if (cause instanceof AgentException failed) {
            var failure = failed.failure();
            return failure.kind() == Failure.Kind.HANDLER_ERROR ? failure.message() : failure.toString();
        }
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    private void onResponse(RpcResponse response) {
        if (!worker.answered(response.getRequestId(), answer(response))) {
            log.debug("Worker {} answers {}, which nobody waits for", worker.client(), response.getRequestId());
        }
    }

    private Answer answer(RpcResponse response) {
        String error = response.getError();
        if (!error.isEmpty()) {
            int limit = shared.settings().limits().headers() / LARGEST_CHARACTER;
            return Answer.of(Failure.of(Failure.Kind.HANDLER_ERROR, StatusOf.abbreviated(error, limit)));
        }
        try {
            requireHeaders(response.getSerializedSize()
                    - response.getPayload().getData().size());
            return Answer.of(Inward.payload(response.getPayload()));
        } catch (IllegalArgumentException e) {
            return Answer.of(Failure.of(Failure.Kind.UNREADABLE, "the worker's answer: " + e.getMessage()));
        }
    }

    private void onEvent(CloudEvent event) {
        try {
            requireHeaders(
                    event.getSerializedSize() - Inward.content(event).data().size());
            var published = Inward.event(event);
            requireOwn(published.sender());
            shared.access().require(worker.principal(), Action.WRITE, new Resource.OfTopic(published.topic()));
            publish(published);
        } catch (AccessDeniedException e) {
            shared.counters().refused(); // it is in the log already
        } catch (IllegalArgumentException e) {
            refuse("event " + event.getId() + " on " + event.getType() + "/" + event.getSource(), reason(e));
        }
    }

    private void publish(Published event) {
        var publishing = shared.agents().publish(event.sender(), event.topic(), event.payload(), event.options());
        events.incrementAndGet();
        publishing.whenComplete((publication, thrown) -> onPublished(event, publication, thrown));
    }

    private void onPublished(Published event, @Nullable Publication publication, @Nullable Throwable thrown) {
        if (publication == null) {
            refuse("event on " + event.topic(), reason(thrown));
            eventDone();
            return;
        }
        var rejected = publication.receipts().stream()
                .filter(receipt -> receipt.outcome() == Receipt.Outcome.REJECTED)
                .toList();
        var again = rejected.stream()
                .map(receipt -> deliver(event, receipt.recipient()))
                .toArray(CompletableFuture[]::new);
        var unused = CompletableFuture.allOf(again).whenComplete((done, failed) -> eventDone());
    }

    /** A subscriber was over its limit: the event waits for it, and the worker for the event. */
    private CompletableFuture<Receipt> deliver(Published event, AgentId subscriber) {
        return Delay.of(RETRY_MILLIS)
                .thenCompose(waited -> shared.agents()
                        .deliver(event.sender(), event.topic(), subscriber, event.payload(), event.options()))
                .exceptionallyCompose(thrown -> thrown.getCause() instanceof BackpressureException
                        ? deliver(event, subscriber)
                        : CompletableFuture.failedFuture(thrown));
    }

    private void eventDone() {
        events.decrementAndGet();
        readOn();
    }

    private void requireHeaders(int bytes) {
        int limit = shared.settings().limits().headers();
        if (bytes > limit) {
            throw new IllegalArgumentException("names, attributes and metadata of a message: " + bytes
                    + " bytes (expected: <= " + limit + ", troupe.gateway.grpc.max-headers)");
        }
    }

    /** Whoever is known may speak only for agents that it may serve. */
    private void requireOwn(@Nullable AgentId sender) {
        if (sender == null) {
            return;
        }
        shared.access().require(worker.principal(), Action.READ, new Resource.OfAgentType(sender.type()));
        if (!worker.principal().reaches(sender.key())) {
            shared.access().require(worker.principal(), Action.WRITE, new Resource.OfAgent(sender));
        }
    }

    private void refuse(String what, String why) {
        shared.counters().refused();
        log.warn(
                "Worker {}: {} is dropped: {}", worker.client(), StatusOf.abbreviated(what), StatusOf.abbreviated(why));
    }
}
