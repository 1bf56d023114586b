package dev.troupe.multinode;

/** Partitions by Pekko's own fault injection: what crosses a cut is dropped by the transport. */
class PartitionIT extends PartitionScenarios {
    PartitionIT() {
        super(new Network.Loopback());
    }
}
