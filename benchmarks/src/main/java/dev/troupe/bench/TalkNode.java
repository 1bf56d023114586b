package dev.troupe.bench;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of ours that has both sides.
 *
 * @param store where both are stored; null if they are in memory
 */
record TalkNode(
        ClusterRuntime runtime,
        BareTalk bare,
        TeamTalk team,
        @Nullable BenchStore store) implements Resource {

    /**
     * @param turns of each conversation
     * @param store null for agents in memory
     * @param config settings besides those of the store
     */
    static TalkNode start(int turns, @Nullable BenchStore store, String config) {
        boolean durable = store != null;
        var clock = new TurnClock();
        var team = TeamTalk.team(clock, turns, durable);
        List<AgentDefinition<?, ?>> definitions = new ArrayList<>(BareTalk.definitions(clock, durable));
        definitions.addAll(team.definitions());
        String settings = store == null ? config : config + store.troupe();
        var runtime = TroupeNode.runtime(Place.ALONE.withConfig(settings), definitions);
        return new TalkNode(
                runtime, new BareTalk(runtime, clock, turns), new TeamTalk(runtime, team, clock, turns), store);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
