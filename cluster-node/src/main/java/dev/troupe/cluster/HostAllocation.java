package dev.troupe.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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

    /** Shards that move in one round at most, so that a new node does not stop everybody at once. */
    private static final int MOVES_PER_ROUND = 10;

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
        if (!inProgress.isEmpty()) {
            return Futures.successful(Set.of());
        }
        Set<String> moving = new HashSet<>();
        List<List<String>> hosted = new ArrayList<>();
        current.forEach((region, shards) -> {
            List<String> ids = CollectionConverters.asJava(shards);
            if (isHost.test(region)) {
                hosted.add(ids);
            } else if (isLive.test(region)) {
                // A dead node cannot hand over; the coordinator gives its shards to others by itself.
                moving.addAll(ids);
            }
        });
        if (moving.isEmpty() && hosted.size() > 1) {
            moving.addAll(surplus(hosted));
        }
        return Futures.successful(hosted.isEmpty() ? Set.of() : moving);
    }

    /** Returns what the fullest node has more than its share, if the emptiest has far less. */
    private static List<String> surplus(List<List<String>> hosted) {
        hosted.sort(Comparator.comparingInt(List::size));
        List<String> fullest = hosted.get(hosted.size() - 1);
        int difference = fullest.size() - hosted.get(0).size();
        return difference < LEAST_DIFFERENCE
                ? List.of()
                : fullest.subList(0, Math.min(MOVES_PER_ROUND, difference / 2));
    }
}
