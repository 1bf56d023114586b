package dev.troupe.gateway.worker;

import com.google.protobuf.ByteString;
import dev.troupe.gateway.worker.proto.AddSubscriptionRequest;
import dev.troupe.gateway.worker.proto.AgentId;
import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.CloudEvent.CloudEventAttributeValue;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.GetSubscriptionsRequest;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import dev.troupe.gateway.worker.proto.RemoveSubscriptionRequest;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.gateway.worker.proto.Subscription;
import dev.troupe.gateway.worker.proto.TypePrefixSubscription;
import dev.troupe.gateway.worker.proto.TypeSubscription;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the protocol has it, without anything of AutoGen's above it: says what it serves, keeps what it hears, and
 * answers requests if it is told how.
 */
final class TestWorker implements AutoCloseable {
    static final long PATIENCE_SECONDS = 30;

    private static final Metadata.Key<String> CLIENT_ID =
            Metadata.Key.of("client-id", Metadata.ASCII_STRING_MARSHALLER);

    private final String client;
    private final ManagedChannel connection;
    private final AgentRpcGrpc.AgentRpcBlockingStub calls;
    private final AgentRpcGrpc.AgentRpcStub streams;
    private final BlockingQueue<CloudEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<RpcRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<ControlMessage> controls = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<RpcResponse>> asked = new ConcurrentHashMap<>();
    private final AtomicLong lastRequest = new AtomicLong();
    private volatile @Nullable Function<RpcRequest, RpcResponse> handler;
    private volatile @Nullable TestStream<Message> stream;

    private TestWorker(String address, String client, int largestMessage) {
        this.client = client;
        this.connection = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .maxInboundMessageSize(largestMessage)
                .directExecutor()
                .build();
        var headers = new Metadata();
        headers.put(CLIENT_ID, client);
        Channel named = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
        this.calls = AgentRpcGrpc.newBlockingStub(named);
        this.streams = AgentRpcGrpc.newStub(named);
    }

    /** Returns one with an open stream. */
    static TestWorker connect(String address) {
        return connect(address, UUID.randomUUID().toString(), 4 * 1024 * 1024);
    }

    static TestWorker connect(String address, String client, int largestMessage) {
        var worker = new TestWorker(address, client, largestMessage);
        worker.stream = worker.open();
        return worker;
    }

    /** Returns one that has not opened its stream. */
    static TestWorker withoutStream(String address) {
        return new TestWorker(address, UUID.randomUUID().toString(), 4 * 1024 * 1024);
    }

    String client() {
        return client;
    }

    /** Opens one more stream. */
    TestStream<Message> open() {
        return openHearing(this::onMessage);
    }

    TestStream<Message> stream() {
        var open = stream;
        if (open == null) {
            throw new IllegalStateException("no stream (expected: connect(..))");
        }
        return open;
    }

    TestStream<ControlMessage> openControl() {
        var opened = new TestStream<ControlMessage>(controls::add);
        opened.writeTo(streams.openControlChannel(opened));
        return opened;
    }

    private void onMessage(Message message) {
        switch (message.getMessageCase()) {
            case REQUEST -> onRequest(message.getRequest());
            case RESPONSE -> onResponse(message.getResponse());
            case CLOUDEVENT -> events.add(message.getCloudEvent());
            case MESSAGE_NOT_SET -> throw new AssertionError("an empty message");
        }
    }

    private void onRequest(RpcRequest request) {
        requests.add(request);
        var answering = handler;
        if (answering != null) {
            answer(answering.apply(request));
        }
    }

    private void onResponse(RpcResponse response) {
        var asking = asked.remove(response.getRequestId());
        if (asking == null || !asking.complete(response)) {
            throw new AssertionError("an answer to " + response.getRequestId() + ", which nobody waits for");
        }
    }

    void register(String agentType) {
        var unused = calls.registerAgent(
                RegisterAgentTypeRequest.newBuilder().setType(agentType).build());
    }

    void subscribe(String id, String topicType, String agentType) {
        add(Subscription.newBuilder()
                .setId(id)
                .setTypeSubscription(
                        TypeSubscription.newBuilder().setTopicType(topicType).setAgentType(agentType))
                .build());
    }

    void subscribePrefix(String id, String prefix, String agentType) {
        add(Subscription.newBuilder()
                .setId(id)
                .setTypePrefixSubscription(TypePrefixSubscription.newBuilder()
                        .setTopicTypePrefix(prefix)
                        .setAgentType(agentType))
                .build());
    }

    void add(Subscription subscription) {
        var unused = calls.addSubscription(AddSubscriptionRequest.newBuilder()
                .setSubscription(subscription)
                .build());
    }

    void unsubscribe(String id) {
        var unused = calls.removeSubscription(
                RemoveSubscriptionRequest.newBuilder().setId(id).build());
    }

    List<Subscription> subscriptions() {
        return calls.getSubscriptions(GetSubscriptionsRequest.getDefaultInstance())
                .getSubscriptionsList();
    }

    /** Says how requests are answered from now on, on the thread that brings them. */
    void answerWith(Function<RpcRequest, RpcResponse> how) {
        handler = how;
    }

    void answer(RpcResponse response) {
        stream().send(Message.newBuilder().setResponse(response).build());
    }

    /** Asks under the next number, as AutoGen's workers count. */
    CompletableFuture<RpcResponse> ask(String type, String key, Payload payload) {
        return ask(RpcRequest.newBuilder().setTarget(agent(type, key)).setPayload(payload));
    }

    CompletableFuture<RpcResponse> ask(RpcRequest.Builder request) {
        String id = Long.toString(lastRequest.incrementAndGet());
        var answer = new CompletableFuture<RpcResponse>();
        asked.put(id, answer);
        stream().send(Message.newBuilder().setRequest(request.setRequestId(id)).build());
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void publish(CloudEvent event) {
        stream().send(Message.newBuilder().setCloudEvent(event).build());
    }

    /** Returns the next event; fails if there is none in time. */
    CloudEvent nextEvent() {
        return next(events);
    }

    RpcRequest nextRequest() {
        return next(requests);
    }

    ControlMessage nextControl() {
        return next(controls);
    }

    /** Returns the events that have come and were not taken. */
    BlockingQueue<CloudEvent> events() {
        return events;
    }

    BlockingQueue<RpcRequest> requests() {
        return requests;
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static AgentId agent(String type, String key) {
        return AgentId.newBuilder().setType(type).setKey(key).build();
    }

    static Payload json(String type, String json) {
        return content(type, Contents.JSON, ByteString.copyFromUtf8(json));
    }

    static Payload content(String type, String mediaType, ByteString data) {
        return Payload.newBuilder()
                .setDataType(type)
                .setDataContentType(mediaType)
                .setData(data)
                .build();
    }

    /** Returns an event as AutoGen's workers publish them. */
    static CloudEvent.Builder event(String id, String topicType, String source, String json) {
        return CloudEvent.newBuilder()
                .setId(id)
                .setSpecVersion("1.0")
                .setType(topicType)
                .setSource(source)
                .putAttributes(Attributes.CONTENT_TYPE, text(Contents.JSON))
                .putAttributes(Attributes.SCHEMA, text("Said"))
                .putAttributes(Attributes.KIND, text("publish"))
                .setBinaryData(ByteString.copyFromUtf8(json));
    }

    static CloudEventAttributeValue text(String value) {
        return CloudEventAttributeValue.newBuilder().setCeString(value).build();
    }

    static Function<RpcRequest, RpcResponse> echo() {
        return request -> RpcResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setPayload(request.getPayload())
                .build();
    }

    /** Ends all its calls. */
    @Override
    public void close() {
        connection.shutdownNow();
        try {
            if (!connection.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the connection of " + client + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a stub with any id, or none. */
    static AgentRpcGrpc.AgentRpcBlockingStub callsAs(ManagedChannel connection, @Nullable String client) {
        var headers = new Metadata();
        if (client != null) {
            headers.put(CLIENT_ID, client);
        }
        return AgentRpcGrpc.newBlockingStub(
                ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers)));
    }

    /** Opens a stream whose messages go to the test alone. */
    TestStream<Message> openHearing(Consumer<Message> hear) {
        var opened = new TestStream<Message>(hear);
        opened.writeTo(streams.openChannel(opened));
        return opened;
    }
}
