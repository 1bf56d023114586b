package dev.troupe.node;

import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker at a gateway that keeps what it is asked until it is told to answer. */
final class SilentWorker implements StreamObserver<Message>, AutoCloseable {
    private final ManagedChannel connection;
    private final StreamObserver<Message> stream;
    private final List<RpcRequest> requests = new CopyOnWriteArrayList<>();

    private SilentWorker(String address, String agentType) {
        connection = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
        var headers = new Metadata();
        headers.put(Metadata.Key.of("client-id", Metadata.ASCII_STRING_MARSHALLER), "silent");
        var named = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
        stream = AgentRpcGrpc.newStub(named).openChannel(this);
        var unused = AgentRpcGrpc.newBlockingStub(named)
                .registerAgent(
                        RegisterAgentTypeRequest.newBuilder().setType(agentType).build());
    }

    /** Connects one that serves one type to the gateway of a node. */
    static SilentWorker connect(RunningNode node, String agentType) {
        return new SilentWorker(node.gateway().orElseThrow().workerAddress(), agentType);
    }

    /** Returns the number of requests that have come. */
    int requests() {
        return requests.size();
    }

    /** Answers what has come. */
    void answerAll() {
        for (var request : requests) {
            stream.onNext(Message.newBuilder()
                    .setResponse(RpcResponse.newBuilder()
                            .setRequestId(request.getRequestId())
                            .setPayload(request.getPayload()))
                    .build());
        }
    }

    @Override
    public void onNext(Message message) {
        if (message.hasRequest()) {
            requests.add(message.getRequest());
        }
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
