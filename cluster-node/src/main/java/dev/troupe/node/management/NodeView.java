package dev.troupe.node.management;

import dev.troupe.cluster.NodeStatus;

/** What a node says of itself. */
record NodeView(String node, int agents, long turns) {
    static NodeView of(NodeStatus status) {
        return new NodeView(status.address(), status.agents(), status.turns());
    }
}
