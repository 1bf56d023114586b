package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

/**
 * Why a message was not handled. A value: it crosses nodes and may be kept in state.
 *
 * @param kind what went wrong, and whether sending again can help
 * @param message for people, with the offending and the expected value; never parsed
 */
public record Failure(Kind kind, String message) {

    /** What went wrong. Closed: a handler may switch over it. */
    public enum Kind {
        /** No answer before the asker's timeout. The receiver may still handle the request. */
        TIMEOUT(true),
        /** The deadline passed before a turn began. Nothing was handled; send it again if it still matters. */
        EXPIRED(true),
        /** A limit is reached. Nothing was handled; slow down, then send again. */
        OVERLOADED(true),
        /** No live node can host the receiver. Nothing was handled; start a node with the type and role named. */
        UNAVAILABLE(true),
        /** The receiver refused the message. The same message again gets the same answer. */
        REJECTED(false),
        /** The receiver has no handler for the message type; see the names it accepts in the message. */
        UNHANDLED(false),
        /** The payload is not what its type name promises. Correct the sender. */
        UNREADABLE(false),
        /** The handler threw in every attempt. Read the log of the receiver's node, correct, then send again. */
        HANDLER_ERROR(true),
        /**
         * The request would wait for itself: agents that wait for it would have to answer it, see {@link
         * AgentContext#ask}. Nothing was sent; ask with {@code effects().ask} and {@code onReply}, which blocks nobody.
         */
        CYCLE(false),
        /**
         * A step that must not be repeated may have been done, see {@link Step#once}. Find out whether it was; then send the
         * message again, or purge it.
         */
        OUTCOME_UNKNOWN(false),
        /** Its asker gave the request up before it was handled. Nothing was applied; nobody waits, so nothing is kept. */
        CANCELLED(true);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** Tells whether the same message may succeed later without a change of code. */
        public boolean retryable() {
            return retryable;
        }
    }

    public Failure {
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
    }

    public static Failure of(Kind kind, String message) {
        return new Failure(kind, message);
    }

    /** Says no to a request, for {@code thenReject} and {@code reject}. */
    public static Failure rejected(String message) {
        return new Failure(Kind.REJECTED, message);
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
