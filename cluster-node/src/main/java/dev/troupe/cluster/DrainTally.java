package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what ends while a node is drained. Thread-safe. */
final class DrainTally implements TurnListener {
    private final LongAdder finished = new LongAdder();
    private final LongAdder yielded = new LongAdder();
    private final LongAdder cutOff = new LongAdder();
    private final LongAdder handedOver = new LongAdder();

    @Override
    public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
        switch (how) {
            case YIELDED -> yielded.increment();
            case CUT_OFF -> cutOff.increment();
            case EXPIRED, REPEATED -> {} // no handler had it
            case APPLIED, FAILED, GIVEN_UP, CANCELLED -> finished.increment();
        }
    }

    @Override
    public void left(AgentId agent, int messages) {
        handedOver.add(messages);
    }

    long finished() {
        return finished.sum();
    }

    long yielded() {
        return yielded.sum();
    }

    long cutOff() {
        return cutOff.sum();
    }

    long handedOver() {
        return handedOver.sum();
    }
}
