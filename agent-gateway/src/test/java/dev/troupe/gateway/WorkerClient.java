package dev.troupe.gateway;

import static dev.troupe.gateway.GuardedGateway.PATIENCE;

import com.google.protobuf.ByteString;
import dev.troupe.gateway.worker.proto.AgentId;
import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RpcRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A worker as the protocol knows it: an id, a token, and calls. */
record WorkerClient(Channel channel) {
    private static final String JSON = "application/json";

    /** A stream of a worker, and what came on it. */
    static final class Stream<M> implements StreamObserver<M>, AutoCloseable {
        final BlockingQueue<M> came = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
        private final StreamObserver<M> out;

        private Stream(Function<StreamObserver<M>, StreamObserver<M>> call) {
            this.out = call.apply(this);
        }

        void send(M message) {
            out.onNext(message);
        }

        M next() throws InterruptedException {
            var message = came.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("nothing came");
            }
            return message;
        }

        /** Ends it from here, and returns how it has ended. */
        Status.Code end() {
            close();
            return end.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        }

        @Override
        public void onNext(M message) {
            came.add(message);
        }

        @Override
        public void onError(Throwable thrown) {
            end.complete(Status.fromThrowable(thrown).getCode());
        }

        @Override
        public void onCompleted() {
            end.complete(Status.Code.OK);
        }

        @Override
        public void close() {
            if (!end.isDone()) {
                try {
                    out.onCompleted();
                } catch (IllegalStateException e) {
                    // Ended already.
                }
            }
        }
    }

    static WorkerClient of(Channel channel, String id, TestCaller caller) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("client-id", Metadata.ASCII_STRING_MARSHALLER), id);
        if (!caller.token().isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + caller.token());
        }
        return new WorkerClient(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
    }

    AgentRpcGrpc.AgentRpcBlockingStub calls() {
        return AgentRpcGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    Stream<Message> open() {
        return new Stream<>(AgentRpcGrpc.newStub(channel)::openChannel);
    }

    Stream<ControlMessage> openControl() {
        return new Stream<>(AgentRpcGrpc.newStub(channel)::openControlChannel);
    }

    static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    static Message request(String id, String type, String key, String messageType) {
        return Message.newBuilder()
                .setRequest(RpcRequest.newBuilder()
                        .setRequestId(id)
                        .setTarget(AgentId.newBuilder().setType(type).setKey(key))
                        .setPayload(payload(messageType, "{}")))
                .build();
    }

    static Payload payload(String type, String json) {
        return Payload.newBuilder()
                .setDataType(type)
                .setDataContentType(JSON)
                .setData(ByteString.copyFromUtf8(json))
                .build();
    }

    static Message event(String id, String source, String json) {
        var event = CloudEvent.newBuilder()
                .setId(id)
                .setSpecVersion("1.0")
                .setType("sold")
                .setSource(source)
                .setBinaryData(ByteString.copyFromUtf8(json));
        putText(event, "datacontenttype", JSON);
        putText(event, "dataschema", "shop.Sold");
        return Message.newBuilder().setCloudEvent(event).build();
    }

    private static void putText(CloudEvent.Builder event, String name, String value) {
        event.putAttributes(
                name,
                CloudEvent.CloudEventAttributeValue.newBuilder()
                        .setCeString(value)
                        .build());
    }

    static ControlMessage control(String id, String destination) {
        return ControlMessage.newBuilder()
                .setRpcId(id)
                .setDestination(destination)
                .build();
    }
}
