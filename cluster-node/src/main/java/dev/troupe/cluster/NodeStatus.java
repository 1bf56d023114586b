package dev.troupe.cluster;

import java.util.Set;

/**
 * What a node does at a moment.
 *
 * @param address host:port
 * @param members the nodes of the cluster as this one sees it, host:port each; a killed one until it is removed
 * @param agents agents loaded here
 * @param turns turns that ended here since the start
 */
public record NodeStatus(String address, Set<String> members, int agents, long turns) {
    public NodeStatus {
        members = Set.copyOf(members);
    }
}
