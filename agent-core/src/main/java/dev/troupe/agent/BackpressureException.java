package dev.troupe.agent;

/**
 * Says at once that too much is unsettled: for a recipient, for a topic source (a tenant), or for this node in all. The
 * message says which, and the setting that limits it. Nothing was sent. Wait for receipts, or send less.
 */
public final class BackpressureException extends AgentException {
    private static final long serialVersionUID = 1L;
    private final transient AgentId agent;
    private final int pending;
    private final int limit;

    private BackpressureException(String who, String setting, AgentId agent, int pending, int limit) {
        super(Failure.of(
                Failure.Kind.OVERLOADED,
                who + " has " + pending + " unsettled messages from this node (limit: " + limit + ", " + setting
                        + ")"));
        this.agent = agent;
        this.pending = pending;
        this.limit = limit;
    }

    public BackpressureException(AgentId agent, int pending, int limit) {
        this(agent.toString(), "troupe.delivery.max-pending", agent, pending, limit);
    }

    /** Says that the events of one topic source are too many. */
    public static BackpressureException ofSource(String source, AgentId agent, int pending, int limit) {
        return new BackpressureException(
                "topic source '" + source + "'", "troupe.delivery.max-pending-per-source", agent, pending, limit);
    }

    /** Says that the messages to all recipients are too many. */
    public static BackpressureException ofNode(AgentId agent, int pending, int limit) {
        return new BackpressureException(
                "the sum of all recipients", "troupe.delivery.max-pending-total", agent, pending, limit);
    }

    /** Returns the recipient that was to get the message. */
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
