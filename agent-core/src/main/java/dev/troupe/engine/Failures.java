package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.message.Json;
import dev.troupe.message.Payload;
import dev.troupe.message.UnreadableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures as payloads, and exceptions as failures. */
public final class Failures {
    /** Of a request whose asker no longer waits. */
    public static final Failure CANCELLED =
            Failure.of(Failure.Kind.CANCELLED, "its asker no longer waits for the answer");

    /** Of a message that no turn was begun with in time. */
    static final Failure WAITED_TOO_LONG =
            Failure.of(Failure.Kind.EXPIRED, "the deadline passed while it waited for its turn");

    private static final String TYPE = "troupe.Failure";

    private Failures() {}

    public static Payload encode(Failure failure) {
        return new Payload(TYPE, Json.write(failure));
    }

    public static Failure decode(Payload payload) {
        try {
            return Json.read(payload.json(), Failure.class);
        } catch (IOException e) {
            throw new UnreadableException(Failure.of(Failure.Kind.UNREADABLE, payload + ": " + e.getMessage()));
        }
    }

    /** Returns why no further attempt can end otherwise; null if one might. */
    static @Nullable Failure hopeless(Throwable thrown) {
        if (thrown instanceof UnreadableException unreadable) {
            return unreadable.failure();
        }
        if (thrown instanceof AgentException failed
                && isForGood(failed.failure().kind())) {
            return failed.failure();
        }
        return null;
    }

    private static boolean isForGood(Failure.Kind kind) {
        return kind == Failure.Kind.CYCLE || kind == Failure.Kind.OUTCOME_UNKNOWN;
    }

    /** Tells whether a handler has seen the message that was given up for this. */
    static boolean ofHandler(Failure failure) {
        return failure.kind() == Failure.Kind.HANDLER_ERROR || isForGood(failure.kind());
    }

    /** Describes what a handler threw, for people at the other end. */
    static Failure ofThrown(Throwable thrown) {
        return Failure.of(Failure.Kind.HANDLER_ERROR, thrown.getClass().getName() + ": " + thrown.getMessage());
    }
}
