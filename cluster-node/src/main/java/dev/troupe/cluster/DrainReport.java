package dev.troupe.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of a node's work when it gave it away.
 *
 * @param millis how long that took
 * @param agentsMoved those that others have now, or that were unloaded
 * @param agentsStaying those that no other node can host: in memory they end with the node, durable ones start again when
 *     there is one
 * @param agentsLate those that others could host and that had not ended when the time was up
 * @param turnsFinished turns that ended meanwhile, well or badly
 * @param turnsYielded turns that gave way at a step and go on elsewhere
 * @param turnsCutOff turns that did not end in time and run again
 * @param messagesHandedOver messages that agents had accepted and not settled: their senders have them, and send them again
 * @param messagesUnsettled messages that were sent from this node and whose end it does not hear: each may have been
 *     handled or not, and its sender is told so
 */
public record DrainReport(
        long millis,
        int agentsMoved,
        int agentsStaying,
        int agentsLate,
        long turnsFinished,
        long turnsYielded,
        long turnsCutOff,
        long messagesHandedOver,
        long messagesUnsettled) {

    /** Tells whether nothing was lost or cut off. */
    public boolean clean() {
        return agentsLate == 0 && turnsCutOff == 0 && messagesUnsettled == 0;
    }

    /** Says it in a line. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(agentsMoved + " agents moved");
        addIfAny(parts, agentsStaying, "agents that no other node hosts");
        addIfAny(parts, agentsLate, "agents not moved in time");
        parts.add(turnsFinished + " turns finished");
        addIfAny(parts, turnsYielded, "turns gave way");
        addIfAny(parts, turnsCutOff, "turns cut off");
        parts.add(messagesHandedOver + " messages handed over");
        addIfAny(parts, messagesUnsettled, "messages with unknown end");
        return String.format(Locale.ROOT, "drained in %.1f s: %s", millis / 1000.0, String.join(", ", parts));
    }

    private static void addIfAny(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
