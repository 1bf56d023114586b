package dev.troupe.cluster;

import java.util.Set;

/**
 * What a node does at a moment.
 *
 * @param address host:port
 * @param members the nodes of the cluster as this one sees it, host:port each; a killed one until it is removed
 * @param agents agents loaded here
 * @param turns turns that ended here since the start
 * @param linkBytes what waits in the fullest link to another node, of {@code troupe.cluster.link-buffer}
 * @param carried batches and reports that links took to other nodes
 * @param notCarried batches and reports that were over {@code troupe.cluster.link-buffer}: dropped, and sent again later
 * @param tellsDropped messages of {@code tell} over {@code troupe.agents.tell-limit}, or for an agent that was ending
 * @param eventsDropped events over {@code troupe.listen.buffer} of a slow live listener here
 * @param changesRefused calls of subscribe, register and the like over {@code troupe.cluster.directory-changes}
 * @param shardMoves shards that were moved to balance nodes, or off one that leaves, while this one coordinated their type
 */
public record NodeStatus(
        String address,
        Set<String> members,
        int agents,
        long turns,
        long linkBytes,
        long carried,
        long notCarried,
        long tellsDropped,
        long eventsDropped,
        long changesRefused,
        long shardMoves) {
    public NodeStatus {
        members = Set.copyOf(members);
    }
}
