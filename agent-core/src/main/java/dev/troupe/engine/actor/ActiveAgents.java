package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The agents loaded on this node. When there are more than the limit, a sample of them is asked to unload; those with
 * something to do stay. Thread-safe.
 */
public final class ActiveAgents {
    private static final int ASKED_AT_ONCE = 16;

    private final int limit;
    private final Map<AgentId, ActorRef<AgentActor.Command>> byId = new ConcurrentHashMap<>();

    ActiveAgents(int limit) {
        this.limit = limit;
    }

    void add(AgentId id, ActorRef<AgentActor.Command> agent) {
        byId.put(id, agent);
        if (byId.size() > limit) {
            byId.values().stream()
                    .limit(ASKED_AT_ONCE)
                    .filter(other -> !other.equals(agent))
                    .forEach(other -> other.tell(AgentActor.PassivateIfIdle.INSTANCE));
        }
    }

    void remove(AgentId id, ActorRef<AgentActor.Command> agent) {
        byId.remove(id, agent);
    }

    public int size() {
        return byId.size();
    }

    /** Ends the agents of one type, each after its open turn. */
    public void stop(String type) {
        byId.forEach((id, agent) -> {
            if (id.type().equals(type)) {
                agent.tell(AgentActor.Stop.INSTANCE);
            }
        });
    }
}
