package dev.troupe.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

    private final Predicate<ActorRef> isHost;
    private final Predicate<ActorRef> isLive;

    HostAllocation(Predicate<ActorRef> isHost, Predicate<ActorRef> isLive) {
        this.isHost = isHost;
        this.isLive = isLive;
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
        return current.entrySet().stream()
                .filter(region -> isHost.test(region.getKey()))
                .min(Comparator.comparingInt(region -> region.getValue().size()))
                .map(region -> Futures.successful(region.getKey()))
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
            if (isHost.test(region)) {
                hosted.add(staying);
            } else if (isLive.test(region)) {
                // A dead node cannot hand over; the coordinator gives its shards to others by itself.
                misplaced.addAll(staying);
            }
        });
        int more = MOVES_AT_ONCE - inProgress.size();
        if (hosted.isEmpty() || more <= 0) {
            return Futures.successful(Set.of());
        }
        var moving = misplaced.isEmpty() && inProgress.isEmpty() ? surplus(hosted) : misplaced;
        return Futures.successful(Set.copyOf(moving.subList(0, Math.min(more, moving.size()))));
    }

    /** Returns what the fullest node has more than its share, if the emptiest has far less. */
    private static List<String> surplus(List<List<String>> hosted) {
        hosted.sort(Comparator.comparingInt(List::size));
        List<String> fullest = hosted.get(hosted.size() - 1);
        int difference = fullest.size() - hosted.get(0).size();
        return difference < LEAST_DIFFERENCE ? List.of() : fullest.subList(0, difference / 2);
    }
}
