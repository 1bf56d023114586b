package dev.troupe.gateway.worker;

import dev.troupe.gateway.access.AccessDeniedException;
import io.grpc.Status;
import java.util.concurrent.CompletionException;

/** What a worker is told of a call that failed. */
final class StatusOf {
    private StatusOf() {}

    static Status thrown(Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return code(cause).withDescription(cause.getMessage());
    }

    private static Status code(Throwable cause) {
        if (cause instanceof AccessDeniedException denied) {
            return denied.authenticated() ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
        }
        if (cause instanceof IllegalArgumentException) {
            return Status.INVALID_ARGUMENT;
        }
        return cause instanceof LimitException ? Status.RESOURCE_EXHAUSTED : Status.UNAVAILABLE;
    }
}
