package dev.troupe.engine.counters;

/** What a node counts. */
public enum Count {
    /** Batches that lanes sent, and questions after accepted messages. */
    BATCHES,
    /** Messages that lanes sent again though their recipient may have accepted them before. */
    RESENT,
    /** Messages that agents here dropped because they had accepted them before. */
    DUPLICATES,
    /** Messages that agents here did not take because their inbox was full; they come again. */
    REFUSED,
    /** Messages from outside of agents that were refused at once, for a limit of what may be pending. */
    REJECTED,
    /** Agents that were loaded. */
    ACTIVATIONS,
    /** Agents that asked to be unloaded because they had nothing to do. */
    PASSIVATIONS,
    /** Recipients that were silent, or gone, and were heard of again. */
    STALLS,
    /** The sum of the times for which those were not heard of while something waited for them. */
    STALL_MILLIS
}
