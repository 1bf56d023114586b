package dev.troupe.gateway.worker;

/** There is as much as there may be; the message names the setting. */
final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitException(String message) {
        super(message);
    }
}
