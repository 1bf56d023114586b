package dev.troupe.engine.external;

import org.jspecify.annotations.Nullable;

/** The workers that are connected to this node, as their agents see them. Thread-safe; blocks nobody. */
public interface Workers {

    /**
     * Hands a message to the worker that serves its recipient. The order of the messages for one recipient is kept.
     *
     * @param whenRoom runs once if there is no room now, when there may be; the same one waits once
     * @return what calls it off: then it has no end; null if there is no room for it now, or no worker
     */
    @Nullable
    Runnable offer(Handover handover, Runnable whenRoom);

    /** Whoever gave {@code whenRoom} has ended. */
    void waitsNoMore(Runnable whenRoom);
}
