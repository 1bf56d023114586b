package dev.troupe.chat;

/** A termination condition was asked again after it was met, and before it was reset. */
public final class TerminatedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TerminatedException(String stopReason) {
        super("the termination condition has been met already: " + stopReason + " (expected: a reset before it is asked"
                + " again)");
    }
}
