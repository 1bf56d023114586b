package dev.troupe.engine;

import dev.troupe.message.Envelope;
import dev.troupe.message.TraceParent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * The log of one agent. While a handler runs, on its thread, what is logged names agent, message and trace from the first use of
 * the log on: a turn that logs nothing pays nothing. What an asynchronous stage logs has none of these, since its thread works
 * for others, too.
 */
final class TurnLog {
    private static final String AGENT = "agent";
    private static final String MESSAGE = "message";
    private static final String TRACE = "trace";

    private final Logger log;
    /** Whose handler runs; null between calls of handlers. */
    private volatile @Nullable Thread handling;
    /** Used by the thread of the handler only. */
    private boolean marked;

    TurnLog(Logger log) {
        this.log = log;
    }

    void began() {
        handling = Thread.currentThread();
    }

    void ended() {
        handling = null;
        if (marked) {
            marked = false;
            MDC.remove(AGENT);
            MDC.remove(MESSAGE);
            MDC.remove(TRACE);
        }
    }

    /** @param current null if no turn is open */
    Logger log(@Nullable Delivery current) {
        if (current != null && handling == Thread.currentThread() && !marked) {
            marked = true;
            mark(current.envelope());
        }
        return log;
    }

    private static void mark(Envelope envelope) {
        MDC.put(AGENT, envelope.recipient().toString());
        MDC.put(MESSAGE, envelope.id());
        MDC.put(TRACE, TraceParent.of(envelope).traceId());
    }
}
