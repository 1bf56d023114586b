package dev.troupe.gateway.worker;

import dev.troupe.gateway.access.AccessDeniedException;
import io.grpc.Status;
import java.util.concurrent.CompletionException;

/** What a worker is told of a call that failed. */
final class StatusOf {
    /** Characters of a text that is told: it travels in the trailers of a call, whose size is limited. */
    private static final int TOLD = 1000;

    private StatusOf() {}

    static Status thrown(Throwable thrown) {
        var cause = cause(thrown);
        return code(cause).withDescription(abbreviated(String.valueOf(cause.getMessage())));
    }

    /** Returns what failed a stage, without what the stage has put around it. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Returns as much of a text as can be told, and logged. */
    static String abbreviated(String text) {
        return abbreviated(text, TOLD);
    }

    /** Returns a text of so many characters at most, and the mark that there was more; half a character is none. */
    static String abbreviated(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "…";
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
