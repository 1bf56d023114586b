package dev.troupe.cluster;

/**
 * What a node does at a moment.
 *
 * @param address host:port
 * @param members nodes of the cluster, as this one sees it
 * @param agents agents loaded here
 * @param turns turns that ended here since the start
 * @param carried batches and reports that links took to other nodes
 * @param notCarried batches and reports that were over {@code troupe.cluster.link-buffer}: dropped, and sent again later
 * @param tellsDropped messages of {@code tell} over {@code troupe.agents.tell-limit}, or for an agent that was ending
 */
public record NodeStatus(
        String address, int members, int agents, long turns, long carried, long notCarried, long tellsDropped) {}
