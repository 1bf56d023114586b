package dev.troupe.node.remote;

/** A node took longer to answer than the command waits; whether it did what it was told is not known. */
final class NoAnswerException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
