package dev.troupe.node.management;

import dev.troupe.cluster.HostedAgents;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node says of itself.
 *
 * @param draining whether it is about to leave
 * @param agents loaded ones
 * @param agentsByType those of each type
 * @param shards those of each type that have loaded agents
 * @param turns that ended here since it started
 * @param management where its management port is served, as the start of a URI
 */
record NodeView(
        String node,
        boolean draining,
        int agents,
        Map<String, Integer> agentsByType,
        Map<String, Integer> shards,
        long turns,
        String management) {

    static NodeView of(String node, boolean draining, HostedAgents hosted, long turns, String management) {
        Map<String, Integer> agents = new TreeMap<>();
        Map<String, Integer> shards = new TreeMap<>();
        hosted.byType().forEach((type, count) -> {
            agents.put(type, count.agents());
            shards.put(type, count.shards());
        });
        return new NodeView(node, draining, hosted.agents(), agents, shards, turns, management);
    }
}
