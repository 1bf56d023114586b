package dev.troupe.message;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;

/** Says that a payload cannot become a message: its type is unknown, or its JSON does not fit. Trying again is vain. */
public final class UnreadableException extends AgentException {
    private static final long serialVersionUID = 1L;

    public UnreadableException(Failure failure) {
        super(failure);
    }
}
