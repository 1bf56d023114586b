package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.cluster.HostAllocation.Placing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorPaths;
import org.apache.pekko.actor.ActorRef;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

class HostAllocationTest {
    private static final ActorRef A = new FakeRegion("a");
    private static final ActorRef B = new FakeRegion("b");
    private static final ActorRef C = new FakeRegion("c");

    private final Set<ActorRef> hosts = new HashSet<>(Set.of(A, B));
    private final Set<ActorRef> live = new HashSet<>(Set.of(A, B, C));
    private final Map<ActorRef, IndexedSeq<String>> shards = new HashMap<>();
    private final LongAdder moves = new LongAdder();
    private final HostAllocation allocation = new HostAllocation(new FakeNodes(), Placing.EVENLY, moves);
    private final HostAllocation byHash = new HostAllocation(new FakeNodes(), Placing.BY_HASH, moves);

    @Test
    void givesAShardToTheHostWithTheFewest() {
        has(A, 3);
        has(B, 2);
        has(C, 0);

        var region = done(allocation.allocateShard(C, "new", shards));

        assertThat(region).isEqualTo(B);
    }

    @Test
    void givesAShardToNobodyWhenNobodyHostsTheType() {
        has(C, 0);

        var none = allocation.allocateShard(C, "new", shards);

        assertThatThrownBy(() -> done(none))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("shard new: no node hosts the type now");
    }

    @Test
    void leavesADifferenceOfLessThanTenAlone() {
        has(A, 9);
        has(B, 0);

        assertThat(moving()).isEmpty();
    }

    @Test
    void movesFourAtOnceOffTheFullest() {
        has(A, 100);
        has(B, 0);

        assertThat(moving()).hasSize(4).allMatch(shard -> shard.startsWith("a"));
        assertThat(moves.sum()).as("counted").isEqualTo(4);
    }

    @Test
    void movesEverythingOffALiveNodeThatDoesNotHostTheTypeBeforeItEvensOut() {
        has(A, 100);
        has(B, 0);
        has(C, 2);

        assertThat(moving()).containsExactlyInAnyOrder("c0", "c1");
    }

    @Test
    void byHashPicksTheSameHostForAShardHoweverFullEachIs() {
        has(A, 0);
        has(B, 0);
        var first = done(byHash.allocateShard(A, "7", shards));
        has(first, 50);

        var again = done(byHash.allocateShard(B, "7", shards));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void byHashSpreadsShardsAndMovesOnlyThoseThatANewHostGets() {
        has(A, 0);
        has(B, 0);
        Map<String, ActorRef> before = new HashMap<>();
        for (int shard = 0; shard < 100; shard++) {
            before.put("" + shard, done(byHash.allocateShard(A, "" + shard, shards)));
        }
        hosts.add(C);
        has(C, 0);

        Set<ActorRef> kept = new HashSet<>();
        before.forEach((shard, host) -> {
            var now = done(byHash.allocateShard(A, shard, shards));
            assertThat(now).isIn(host, C);
            kept.add(now);
        });

        assertThat(before.values()).contains(A, B);
        assertThat(kept).contains(A, B, C);
    }

    @Test
    void byHashMovesAShardToItsPlaceFourAtOnce() {
        has(A, 100);
        has(B, 0);

        var moving = done(byHash.rebalance(shards, Set.of()));

        assertThat(moving)
                .hasSize(4)
                .allSatisfy(shard ->
                        assertThat(done(byHash.allocateShard(A, shard, shards))).isEqualTo(B));
    }

    @Test
    void leavesTheShardsOfADeadNodeToTheCoordinator() {
        has(A, 2);
        has(B, 1);
        has(C, 2);
        live.remove(C);

        assertThat(moving()).isEmpty();
    }

    @Test
    void movesNothingWhileNobodyHostsTheType() {
        has(C, 2);
        hosts.clear();

        assertThat(moving()).isEmpty();
    }

    @Test
    void evensOutNoMoreBeforeTheMovesUnderWayHaveArrived() {
        has(A, 100);
        has(B, 0);

        var more = done(allocation.rebalance(shards, Set.of("a1")));

        assertThat(more).isEmpty();
    }

    @Test
    void movesTheNextOffANodeThatDoesNotHostTheTypeAsSoonAsOneHasArrived() {
        has(A, 1);
        has(C, 5);

        var next = done(allocation.rebalance(shards, Set.of("c0", "c1", "c2")));
        var tooMany = done(allocation.rebalance(shards, Set.of("c0", "c1", "c2", "c3")));

        assertThat(next).hasSize(1).isSubsetOf("c3", "c4");
        assertThat(tooMany).isEmpty();
    }

    private Set<String> moving() {
        return done(allocation.rebalance(shards, Set.of()));
    }

    /** Gives a region that many shards, named by it. */
    private void has(ActorRef region, int count) {
        List<String> ids = IntStream.range(0, count)
                .mapToObj(number -> region.path().name() + number)
                .toList();
        shards.put(region, CollectionConverters.asScala(ids).toIndexedSeq());
    }

    private static <T> T done(Future<T> future) {
        return future.value().get().get();
    }

    /** Only its path counts. */
    private static final class FakeRegion extends ActorRef {
        private static final long serialVersionUID = 1L;
        private final String name;

        FakeRegion(String name) {
            this.name = name;
        }

        @Override
        public ActorPath path() {
            return ActorPaths.fromString("pekko://troupe@127.0.0.1:1/user/" + name);
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public void $bang(Object message, ActorRef sender) {
            throw new UnsupportedOperationException("nobody tells a region anything here");
        }
    }

    /** Regions whose paths are the names of their nodes. */
    private final class FakeNodes implements HostAllocation.Nodes {
        @Override
        public boolean isHost(ActorRef region) {
            return hosts.contains(region);
        }

        @Override
        public boolean isLive(ActorRef region) {
            return live.contains(region);
        }

        @Override
        public String nodeOf(ActorRef region) {
            return region.path().name();
        }
    }
}
