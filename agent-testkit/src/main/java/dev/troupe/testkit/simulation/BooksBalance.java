package dev.troupe.testkit.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * The engine's own books balance all the time: each lane was given what its node has accepted, and holds what is not
 * settled; each agent has settled what it took, or has it to do.
 */
final class BooksBalance implements Checker {
    private final Checkers checkers;
    private final Map<SimulatedNode, Long> posted = new HashMap<>();

    BooksBalance(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onPosted(Posting posting) {
        posted.merge(posting.node, 1L, Long::sum);
    }

    @Override
    public void onRound(SimulatedAgent agent) {
        long lost = agent.machine().imbalance();
        if (lost > 0) {
            checkers.broken(this, agent + " has lost " + lost + " messages that it accepted");
        }
    }

    @Override
    public void onHeartbeat(World world) {
        world.nodes().stream().filter(SimulatedNode::alive).forEach(this::check);
    }

    @Override
    public void onEnd(World world) {
        onHeartbeat(world);
    }

    private void check(SimulatedNode node) {
        long accepted = posted.getOrDefault(node, 0L);
        if (node.booked() != accepted) {
            checkers.broken(
                    this, node + " has accepted " + accepted + " messages (in the books: " + node.booked() + ")");
        }
        long lost = node.checkBooks();
        if (lost > 0) {
            checkers.broken(this, "the lanes of " + node + " have lost " + lost + " messages");
        }
    }
}
