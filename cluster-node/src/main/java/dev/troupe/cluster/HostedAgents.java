package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.actor.ActiveAgents;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The agents that are loaded on a node, by type.
 *
 * @param byType in the order of their names
 */
public record HostedAgents(Map<String, Count> byType) {
    /**
     * Those of one type.
     *
     * @param shards those that have loaded agents
     */
    public record Count(int agents, int shards) {}

    private static final class Tally {
        private int agents;
        private final BitSet shards = new BitSet();

        private void add(int shard) {
            agents++;
            shards.set(shard);
        }

        private Count count() {
            return new Count(agents, shards.cardinality());
        }
    }

    /** Walks all agents of a node. */
    static HostedAgents of(ActiveAgents active, ToIntFunction<AgentId> shardOf) {
        Map<String, Tally> tallies = new HashMap<>();
        active.each(agent ->
                tallies.computeIfAbsent(agent.type(), type -> new Tally()).add(shardOf.applyAsInt(agent)));
        Map<String, Count> counts = new TreeMap<>();
        tallies.forEach((type, tally) -> counts.put(type, tally.count()));
        return new HostedAgents(counts);
    }

    /** Returns the number of all of them. */
    public int agents() {
        return byType.values().stream().mapToInt(Count::agents).sum();
    }
}
