package dev.troupe.cluster;

/**
 * What a node does at a moment.
 *
 * @param address host:port
 * @param members nodes of the cluster, as this one sees it
 * @param agents agents loaded here
 * @param turns turns that ended here since the start
 */
public record NodeStatus(String address, int members, int agents, long turns) {}
