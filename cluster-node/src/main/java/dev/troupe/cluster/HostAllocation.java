package dev.troupe.cluster;

import dev.troupe.engine.external.Rendezvous;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.dispatch.Futures;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts shards on the nodes that host the agent type, evenly. A node of the right role that does not know the type takes
 * part in sharding too (the coordinator may have to live there) but gets no shard.
 */
final class HostAllocation extends AbstractShardAllocationStrategy {
    /** A smaller difference is left alone: an agent in memory that moves starts again with its empty state. */
    private static final int LEAST_DIFFERENCE = 10;

    /**
     * Shards of one type that move at the same time at most. The coordinator writes their ends and new homes one after
     * the other, so the last of many stands still for as long as all of that takes.
     */
    private static final int MOVES_AT_ONCE = 4;

    /** Which of the hosts a shard goes to. */
    enum Placing {
        /** To the one that has fewest; the others stay where they are as far as that is possible. */
        EVENLY,
        /**
         * To the one that a hash of both picks, whatever the type: shards of one number, and so the agents of one key, are
         * together, if their types have the same hosts.
         */
        BY_HASH
    }

    /** What it asks about the nodes of the regions of one type. */
    interface Nodes {
        /** Tells whether a region's node hosts the type. */
        boolean isHost(ActorRef region);

        /** Tells whether a region's node is a member. */
        boolean isLive(ActorRef region);

        /** Returns the address of a region's node, the same wherever it is asked. */
        String nodeOf(ActorRef region);
    }

    private final Nodes nodes;
    private final Placing placing;
    private final LongAdder moves;

    /** @param moves counts the shards that it has moved */
    HostAllocation(Nodes nodes, Placing placing, LongAdder moves) {
        this.nodes = nodes;
        this.placing = placing;
        this.moves = moves;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        var able = current.entrySet().stream().filter(region -> nodes.isHost(region.getKey()));
        var chosen = placing == Placing.BY_HASH
                ? able.map(Map.Entry::getKey).max(byHash(shardId))
                : able.min(Comparator.comparingInt(region -> region.getValue().size()))
                        .map(Map.Entry::getKey);
        return chosen.map(Futures::successful)
                .orElseGet(() ->
                        Futures.failed(new IllegalStateException("shard " + shardId + ": no node hosts the type now")));
    }

    @Override
    public Future<Set<String>> rebalance(Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
        List<String> misplaced = new ArrayList<>();
        List<List<String>> hosted = new ArrayList<>();
        current.forEach((region, shards) -> {
            List<String> staying = CollectionConverters.asJava(shards).stream()
                    .filter(shard -> !inProgress.contains(shard))
                    .toList();
            if (nodes.isHost(region) && placing == Placing.BY_HASH) {
                hosted.add(List.of());
                staying.stream()
                        .filter(shard -> !isPlace(region, shard, current.keySet()))
                        .forEach(misplaced::add);
            } else if (nodes.isHost(region)) {
                hosted.add(staying);
            } else if (nodes.isLive(region)) {
                // A dead node cannot hand over; the coordinator gives its shards to others by itself.
                misplaced.addAll(staying);
            }
        });
        int more = MOVES_AT_ONCE - inProgress.size();
        if (hosted.isEmpty() || more <= 0) {
            return Futures.successful(Set.of());
        }
        var moving = misplaced.isEmpty() && inProgress.isEmpty() ? surplus(hosted) : misplaced;
        var next = Set.copyOf(moving.subList(0, Math.min(more, moving.size())));
        moves.add(next.size());
        return Futures.successful(next);
    }

    private boolean isPlace(ActorRef region, String shard, Set<ActorRef> regions) {
        return regions.stream().filter(nodes::isHost).max(byHash(shard)).equals(Optional.of(region));
    }

    /** Rendezvous hashing: each shard ranks the nodes for itself, so one more or less moves only what it gets or had. */
    private Comparator<ActorRef> byHash(String shard) {
        return Comparator.comparingLong((ActorRef region) -> Rendezvous.rank(shard, nodes.nodeOf(region)))
                .thenComparing(nodes::nodeOf);
    }

    /** Returns what the fullest node has more than its share, if the emptiest has far less. */
    private static List<String> surplus(List<List<String>> hosted) {
        hosted.sort(Comparator.comparingInt(List::size));
        List<String> fullest = hosted.get(hosted.size() - 1);
        int difference = fullest.size() - hosted.get(0).size();
        return difference < LEAST_DIFFERENCE ? List.of() : fullest.subList(0, difference / 2);
    }
}
