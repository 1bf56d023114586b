package dev.troupe.testkit.simulation;

import dev.troupe.agent.Failure;
import dev.troupe.agent.MessageInfo;
import dev.troupe.message.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * No message is applied twice within one activation, and none that its receipt calls a dead letter, unless it expired,
 * was cancelled, or several activations had it.
 */
final class AppliedOnce implements Checker {

    /** What the activations of one recipient did with one message. */
    private static final class Trace {
        final Set<Long> begunBy = new HashSet<>();
        final Map<Long, Integer> appliedBy = new HashMap<>();
        int sent;
        boolean givenUp;
    }

    private final Checkers checkers;
    private final Map<Posting.Key, Trace> traces = new HashMap<>();

    AppliedOnce(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onPosted(Posting posting) {
        trace(posting.key).sent++;
    }

    @Override
    public void onBegun(SimulatedAgent agent, MessageInfo message) {
        trace(new Posting.Key(message.messageId(), agent.self)).begunBy.add(agent.activation);
    }

    @Override
    public void onApplied(SimulatedAgent agent, MessageInfo message) {
        Posting.Key key = new Posting.Key(message.messageId(), agent.self);
        var trace = trace(key);
        // A caller may have used one id for several messages; a message to the agent itself was never posted.
        if (trace.appliedBy.merge(agent.activation, 1, Integer::sum) > Math.max(1, trace.sent)) {
            checkers.broken(this, "applied twice by " + agent + ": " + key);
        }
        checkReceipt(key, trace);
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        var failure = outcome.failure();
        if (failure != null && failure.kind() != Failure.Kind.EXPIRED && failure.kind() != Failure.Kind.CANCELLED) {
            var trace = trace(posting.key);
            trace.givenUp = true;
            checkReceipt(posting.key, trace);
        }
    }

    private void checkReceipt(Posting.Key key, Trace trace) {
        if (trace.givenUp && !trace.appliedBy.isEmpty() && trace.begunBy.size() == 1 && trace.sent == 1) {
            checkers.broken(this, "applied, and its receipt says it was not: " + key);
        }
    }

    private Trace trace(Posting.Key key) {
        return traces.computeIfAbsent(key, each -> new Trace());
    }
}
