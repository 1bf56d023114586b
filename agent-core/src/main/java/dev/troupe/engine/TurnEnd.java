package dev.troupe.engine;

/** How a turn, or the wait for one, ended. */
public enum TurnEnd {
    /** The handler's effects hold. */
    APPLIED,
    /** It failed, and is tried again. */
    FAILED,
    /** It failed for good: the message is a dead letter. */
    GIVEN_UP,
    /** Its sender no longer wants it. */
    CANCELLED,
    /** Its agent must move, and it gave way before a step: it goes on elsewhere, and does no stored step again. */
    YIELDED,
    /** Its agent had to end and it did not, in time: it runs again. */
    CUT_OFF,
    /** The deadline passed before a handler was called. */
    EXPIRED,
    /** An earlier turn had handled it, or nobody waits for this answer any more: no handler was called. */
    REPEATED
}
