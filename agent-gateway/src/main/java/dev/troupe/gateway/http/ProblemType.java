package dev.troupe.gateway.http;

import dev.troupe.agent.Failure;
import java.util.Locale;

/** The kinds of problems. Their names are part of the interface: clients tell them apart by {@link #uri}. */
public enum ProblemType {
    INVALID(400, "The request is not valid"),
    UNAUTHENTICATED(401, "It is not known who calls"),
    FORBIDDEN(403, "The caller may not do this"),
    UNKNOWN(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The resource does not take this method"),
    NOT_ACCEPTABLE(406, "The answer has none of the accepted types"),
    BODY_TIMEOUT(408, "The body took too long to come"),
    CONFLICT(409, "The id or the resource is taken by something else"),
    TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The URI is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a type that is not read here"),
    UNREADABLE(422, "The message is not what its type promises"),
    UNHANDLED(422, "The recipient has no handler for the message type"),
    REJECTED(422, "The recipient refuses the message"),
    CYCLE(422, "The request would wait for itself"),
    OVERLOADED(429, "A limit is reached; try again later"),
    HEADERS_TOO_LARGE(431, "A header is too large"),
    HANDLER_ERROR(500, "The recipient failed in every attempt"),
    OUTCOME_UNKNOWN(500, "It is not known whether a step was done"),
    INTERNAL(500, "The gateway failed"),
    UNAVAILABLE(503, "Nobody can take this now"),
    BUSY(503, "The gateway has too much to do; try again later"),
    CANCELLED(503, "The request was given up"),
    TIMEOUT(504, "There is no answer yet"),
    EXPIRED(504, "The message was not handled in time");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    static ProblemType of(Failure.Kind kind) {
        return switch (kind) {
            case TIMEOUT -> TIMEOUT;
            case EXPIRED -> EXPIRED;
            case OVERLOADED -> OVERLOADED;
            case UNAVAILABLE -> UNAVAILABLE;
            case REJECTED -> REJECTED;
            case UNHANDLED -> UNHANDLED;
            case UNREADABLE -> UNREADABLE;
            case HANDLER_ERROR -> HANDLER_ERROR;
            case CYCLE -> CYCLE;
            case OUTCOME_UNKNOWN -> OUTCOME_UNKNOWN;
            case CANCELLED -> CANCELLED;
        };
    }

    /** Returns the kind of what the HTTP parser refuses. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 431 -> HEADERS_TOO_LARGE;
            default -> INVALID;
        };
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String uri() {
        return "urn:troupe:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Tells whether the same request may succeed a little later, so that the answer says when. */
    boolean passes() {
        return this == OVERLOADED || this == UNAVAILABLE || this == BUSY;
    }
}
