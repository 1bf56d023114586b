package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The other JVM is killed: how long until this one applies a message for an agent that lived there, beyond the time it
 * takes to find out. That is counted from the removal of the dead member and the margin after it, which is the cluster's
 * and the same for both sides.
 */
final class Failover {
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AGENTS = 100;
    private static final int MILLIS_BETWEEN_SENDS = 5;

    /** The survivor is the oldest node, so it goes on; sharding is as quick to try again on both sides. */
    static final String CONFIG = """
            pekko.cluster {
              downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
              split-brain-resolver { active-strategy = keep-oldest, stable-after = 1s }
              down-removal-margin = %ds
              gossip-interval = 200ms
              failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1s }
              sharding.retry-interval = 200ms
            }
            """.formatted(MARGIN.toSeconds());

    /**
     * The node that goes on.
     *
     * @param members how many it sees
     * @param where the process that an agent lives in
     * @param send sends to an agent
     */
    private record Survivor(IntSupplier members, UnaryOperator<String> where, Consumer<String> send) {}

    private Failover() {}

    /** Returns milliseconds. */
    static double bare() throws Exception {
        try (var node = BareNode.start(Place.ALONE.withConfig(CONFIG));
                var victim = Peer.start(Peer.Kind.BARE_VICTIM, node.address())) {
            var applied = new CompletableFuture<Long>();
            node.onAcknowledged(() -> applied.complete(System.nanoTime()));
            var survivor = new Survivor(node::members, node::where, agent -> node.tell(agent, "x"));
            return measure(survivor, victim, applied);
        }
    }

    /** Returns milliseconds. */
    static double troupe() throws Exception {
        try (var node = TroupeNode.start(Place.ALONE.withConfig(CONFIG));
                var victim = Peer.start(Peer.Kind.TROUPE_VICTIM, node.address())) {
            var applied = new CompletableFuture<Long>();
            var survivor = new Survivor(
                    node::members,
                    node::where,
                    agent -> node.send(agent, "x").thenAccept(receipt -> {
                        if (receipt.processed()) {
                            applied.complete(System.nanoTime());
                        }
                    }));
            return measure(survivor, victim, applied);
        }
    }

    /** Kills, sends to what lived there, one message after the other, and waits for the first that is applied. */
    private static double measure(Survivor survivor, Peer victim, CompletableFuture<Long> applied) throws Exception {
        var lost = agentsOf(survivor, victim);
        victim.kill();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long removed = 0;
        for (int turn = 0; removed == 0 || !applied.isDone(); turn++) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("after " + PATIENCE + ": removed " + (removed != 0) + ", applied "
                        + applied.isDone() + " (expected: both)");
            }
            if (removed == 0 && survivor.members().getAsInt() == 1) {
                removed = System.nanoTime();
            }
            if (turn % MILLIS_BETWEEN_SENDS == 0) {
                survivor.send().accept(lost.get(turn / MILLIS_BETWEEN_SENDS % lost.size()));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return (applied.join() - removed) / 1e6 - MARGIN.toMillis();
    }

    private static List<String> agentsOf(Survivor survivor, Peer peer) {
        var agents = IntStream.range(0, AGENTS)
                .mapToObj(number -> "agent-" + number)
                .filter(agent -> survivor.where().apply(agent).equals(peer.pid()))
                .toList();
        if (agents.isEmpty()) {
            throw new IllegalStateException("none of " + AGENTS + " agents lives on the other node (expected: some)");
        }
        return agents;
    }
}
