package dev.troupe.gateway.worker;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a call whose message cannot be read, and says so. By itself gRPC ends it as {@code UNKNOWN}, goes on with it all the
 * same, and may break the connection over that, with all other calls on it.
 */
final class Guard<Q> extends SimpleForwardingServerCallListener<Q> {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);

    private final ServerCall<Q, ?> call;
    private boolean ended;

    private Guard(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
        super(listener);
        this.call = call;
    }

    /** Returns a service that reads messages only behind its guard. */
    static ServerServiceDefinition of(ServerServiceDefinition service) {
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(service), new ServerInterceptor() {
                    @Override
                    public <Q, R> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                        return new Guard<>(call, next.startCall(call, headers));
                    }
                });
    }

    @Override
    public void onMessage(Q message) {
        guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
        guard(super::onReady);
    }

    @Override
    public void onCancel() {
        guard(super::onCancel);
    }

    @Override
    public void onComplete() {
        guard(super::onComplete);
    }

    private void guard(Runnable event) {
        if (ended) {
            return;
        }
        try {
            event.run();
        } catch (StatusRuntimeException e) {
            end(Status.INVALID_ARGUMENT.withDescription("message: "
                    + StatusOf.abbreviated(String.valueOf(e.getStatus().getDescription())) + " (expected: protobuf)"));
        } catch (RuntimeException e) {
            log.error("{} fails", call.getMethodDescriptor().getFullMethodName(), e);
            end(Status.INTERNAL.withDescription("the gateway failed, see the log of its node"));
        }
    }

    private void end(Status status) {
        ended = true;
        try {
            super.onCancel(); // for the service it is over
        } finally {
            call.close(status, new Metadata());
        }
    }
}
