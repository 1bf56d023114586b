package dev.troupe.multinode;

import org.junit.jupiter.api.Tag;

/** Partitions between Linux network namespaces: packets are lost on the wire. Runs with {@code -Pnetns}, as root. */
@Tag("netns")
class NetnsPartitionIT extends PartitionScenarios {
    NetnsPartitionIT() {
        super(new Namespaces());
    }
}
