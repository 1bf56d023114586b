package dev.troupe.engine.external;

/** The workers that are connected to this node, as their agents see them. Thread-safe; blocks nobody. */
public interface Workers {

    /**
     * Hands a message to the worker that serves its recipient. The order of the messages for one recipient is kept.
     *
     * @return false if there is no room for it now, or no worker; then it is offered again after {@code whenRoom} was run,
     *     which happens once
     */
    boolean offer(Handover handover, Runnable whenRoom);

    /** The answer to a message that was handed over is not wanted any more; it is not ended. */
    void forget(Handover handover);
}
