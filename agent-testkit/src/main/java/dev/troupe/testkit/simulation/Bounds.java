package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.MessageInfo;
import dev.troupe.delivery.Times;
import dev.troupe.message.Outcome;
import java.util.HashMap;
import java.util.Map;

/**
 * No inbox holds more than its limit, no agent with a full outbox begins a turn before its patience has ended, and no
 * node has more messages from outside under way than it may.
 */
final class Bounds implements Checker {
    private record Pair(SimulatedNode node, AgentId recipient) {}

    private final Checkers checkers;
    private final Map<Pair, Integer> pending = new HashMap<>();
    private final Map<SimulatedNode, Integer> pendingTotal = new HashMap<>();

    Bounds(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onPosted(Posting posting) {
        if (posting.envelope.sender() != null) {
            return;
        }
        var settings = posting.node.world().settings().delivery();
        int one = pending.merge(new Pair(posting.node, posting.envelope.recipient()), 1, Integer::sum);
        int all = pendingTotal.merge(posting.node, 1, Integer::sum);
        var limits = settings.maxPending();
        if (one > limits.perRecipient()) {
            checkers.broken(this, "pending: " + one + " for one recipient (limit: " + limits.perRecipient() + ")");
        }
        if (all > limits.total()) {
            checkers.broken(this, "pending: " + all + " on one node (limit: " + limits.total() + ")");
        }
    }

    @Override
    public void onSettled(Posting posting, Outcome outcome) {
        if (posting.envelope.sender() == null) {
            pending.merge(new Pair(posting.node, posting.envelope.recipient()), -1, Integer::sum);
            pendingTotal.merge(posting.node, -1, Integer::sum);
        }
    }

    @Override
    public void onBegun(SimulatedAgent agent, MessageInfo message) {
        long patience = agent.node.world().settings().agents().limits().outboxPatience();
        if (agent.node.world().now() < Times.after(agent.fullSince(), patience)
                && agent.fullSince() != Long.MAX_VALUE) {
            checkers.broken(this, "a turn of " + agent + " although its outbox is full since " + agent.fullSince());
        }
    }

    @Override
    public void onRound(SimulatedAgent agent) {
        // A quiet lane is let in with one message though noisy ones have filled the inbox.
        int limit = agent.inboxLimit() + agent.machine().streams();
        int waiting = agent.machine().waiting();
        if (waiting > limit) {
            checkers.broken(this, "inbox of " + agent + ": " + waiting + " (limit: " + limit + ")");
        }
    }
}
