package dev.troupe.chat.assistant;

/** A model did not answer, or not with what was asked for; the message says which model and what its provider said. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
