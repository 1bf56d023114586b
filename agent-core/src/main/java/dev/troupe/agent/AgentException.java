package dev.troupe.agent;

/** Carries a {@link Failure} to Java callers of {@link AgentRuntime}. */
public class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    public AgentException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public final Failure failure() {
        return failure;
    }
}
