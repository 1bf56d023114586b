package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where shards were when one of their agents last told something: a guess for the next message to any of them, which
 * spares the way through the shard region. A wrong one costs a detour, since the node that is asked hands on what it
 * does not have. As large as there are agent types times shards. Thread-safe.
 */
final class Homes {
    private final int shards;
    private final ConcurrentMap<String, AtomicReferenceArray<@Nullable String>> byType = new ConcurrentHashMap<>();

    Homes(int shards) {
        this.shards = shards;
    }

    void learn(AgentId agent, String home) {
        var homes = byType.get(agent.type());
        if (homes == null) {
            homes = byType.computeIfAbsent(agent.type(), type -> new AtomicReferenceArray<>(shards));
        }
        int shard = shard(agent);
        if (!home.equals(homes.get(shard))) {
            homes.set(shard, home);
        }
    }

    @Nullable
    String guess(AgentId agent) {
        var homes = byType.get(agent.type());
        return homes == null ? null : homes.get(shard(agent));
    }

    /** A guess was wrong, or the agent is about to move. */
    void forget(AgentId agent) {
        var homes = byType.get(agent.type());
        if (homes != null) {
            homes.set(shard(agent), null);
        }
    }

    /** A node has left. */
    void forget(String home) {
        byType.values().forEach(homes -> {
            for (int shard = 0; shard < shards; shard++) {
                homes.compareAndSet(shard, home, null);
            }
        });
    }

    /** As Pekko's {@code HashCodeMessageExtractor} does it. */
    int shard(AgentId agent) {
        return Math.abs(agent.key().hashCode() % shards);
    }
}
