package dev.troupe.agent;

/**
 * Says at once that a recipient has too many unsettled messages from this node. Nothing was sent. Wait for receipts,
 * or send less; the limit is the setting {@code troupe.delivery.max-pending}.
 */
public final class BackpressureException extends AgentException {
    private static final long serialVersionUID = 1L;
    private final transient AgentId agent;
    private final int pending;
    private final int limit;

    public BackpressureException(AgentId agent, int pending, int limit) {
        super(Failure.of(
                Failure.Kind.OVERLOADED,
                agent + " has " + pending + " unsettled messages from this node (limit: " + limit + ")"));
        this.agent = agent;
        this.pending = pending;
        this.limit = limit;
    }

    public AgentId agent() {
        return agent;
    }

    /** Returns the number of unsettled messages from this node when the message was refused. */
    public int pending() {
        return pending;
    }

    public int limit() {
        return limit;
    }
}
