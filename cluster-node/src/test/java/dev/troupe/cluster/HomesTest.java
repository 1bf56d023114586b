package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import java.util.Random;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.junit.jupiter.api.Test;

class HomesTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId B = AgentId.of("test", "b");

    private final Homes homes = new Homes(100);

    @Test
    void putsAnAgentIntoTheShardThatPekkoPutsItInto() {
        var extractor = new HashCodeMessageExtractor<String>(100);
        var random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            String key = Integer.toString(random.nextInt(), Character.MAX_RADIX);
            assertThat(Integer.toString(homes.shard(AgentId.of("test", key)))).isEqualTo(extractor.shardId(key));
        }
    }

    @Test
    void knowsForAllAgentsOfAShardWhatOneHasTold() {
        homes.learn(A, "node-1");
        homes.learn(A, "node-2");

        assertThat(homes.guess(A)).isEqualTo("node-2");
        assertThat(homes.guess(sameShardAs(A))).isEqualTo("node-2");
        assertThat(homes.guess(B)).isNull();
        assertThat(homes.guess(AgentId.of("other", "a"))).isNull();
    }

    @Test
    void forgetsANodeThatLeftAndAnAgentThatMoves() {
        homes.learn(A, "node-1");
        homes.learn(B, "node-2");

        homes.forget("node-1");
        homes.forget(B);

        assertThat(homes.guess(A)).isNull();
        assertThat(homes.guess(B)).isNull();
    }

    private AgentId sameShardAs(AgentId agent) {
        for (int number = 0; ; number++) {
            var other = AgentId.of(agent.type(), "other-" + number);
            if (homes.shard(other) == homes.shard(agent)) {
                return other;
            }
        }
    }
}
