package dev.troupe.chat;

/** Nobody can speak next; the message is for whoever gave the task. */
public final class NoSpeakerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoSpeakerException(String message) {
        super(message);
    }
}
