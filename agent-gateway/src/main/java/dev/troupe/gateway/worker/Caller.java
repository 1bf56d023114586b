package dev.troupe.gateway.worker;

import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.access.Principal;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.regex.Pattern;

/**
 * Who makes a call: the worker's own id, and the principal. Found before anything of the call is read.
 *
 * @param client what the worker calls itself, the same in all its calls
 */
record Caller(String client, Principal principal) {
    private static final Context.Key<Caller> KEY = Context.key("troupe-caller");
    private static final Metadata.Key<String> CLIENT_ID =
            Metadata.Key.of("client-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern ID = Pattern.compile("\\p{Graph}{1,100}");

    /** Returns who makes the call that is being served. */
    static Caller current() {
        return KEY.get();
    }

    /** Ends calls of those who are not known. */
    static ServerInterceptor interceptor(Access access) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                Caller caller;
                try {
                    var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
                    caller = new Caller(client(headers), access.authenticate(headers.get(AUTHORIZATION), session));
                } catch (AccessDeniedException e) {
                    return end(call, StatusOf.thrown(e));
                } catch (IllegalArgumentException e) {
                    return end(call, Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
                }
                return Contexts.interceptCall(Context.current().withValue(KEY, caller), call, headers, next);
            }
        };
    }

    private static String client(Metadata headers) {
        String client = headers.get(CLIENT_ID);
        if (client == null) {
            throw new IllegalArgumentException("client-id metadata not found.");
        }
        if (!ID.matcher(client).matches()) {
            throw new IllegalArgumentException(
                    "client-id: '" + StatusOf.abbreviated(client) + "' (expected: 1 to 100 visible characters)");
        }
        return client;
    }

    private static <Q, R> ServerCall.Listener<Q> end(ServerCall<Q, R> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
