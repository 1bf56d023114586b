package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The agents loaded on this node. When there are more than the limit, those that were not used for longest are asked to
 * unload; one that has something to do stays. Thread-safe.
 *
 * <p>Looking for them walks all agents, so it is done for a hundredth of the limit at once: the cost per activation does
 * not grow with the number of agents. That is also by how much the limit may be exceeded while agents unload.
 */
public final class ActiveAgents {
    /** How agents are listed. */
    public static final Comparator<AgentId> ORDER =
            Comparator.comparing(AgentId::type).thenComparing(AgentId::key);

    private static final int SHARE_UNLOADED_AT_ONCE = 100;
    /** An idle agent is found within a quarter more than its time. */
    private static final long LOOKS_PER_IDLE = 4;

    private static final long LONGEST_BETWEEN_LOOKS = 10_000;

    /**
     * An agent that is loaded.
     *
     * @param idleMillis since it last had something to do
     */
    public record Loaded(AgentId id, long idleMillis) {}

    /** One loaded agent. Written by its actor, read by others. */
    static final class Seat {
        private final AgentId id;
        private final ActorRef<AgentActor.Command> agent;
        private final long idleMillis;
        private volatile long lastUsed;

        private Seat(AgentId id, ActorRef<AgentActor.Command> agent, long idleMillis, long now) {
            this.id = id;
            this.agent = agent;
            this.idleMillis = idleMillis;
            this.lastUsed = now;
        }

        void use(long now) {
            lastUsed = now;
        }
    }

    private final int limit;
    private final Runnable onActivation;
    private final int atOnce;
    private final Map<AgentId, Seat> byId = new ConcurrentHashMap<>();
    /** Those that must end, and finish what they are at. */
    private final Set<Seat> ending = ConcurrentHashMap.newKeySet();

    private volatile int unloadAbove;
    private volatile long shortestIdle = LONGEST_BETWEEN_LOOKS * LOOKS_PER_IDLE;
    private long nextLook;

    /** @param onActivation is run for each agent that is loaded */
    ActiveAgents(int limit, Runnable onActivation) {
        this.onActivation = onActivation;
        this.limit = limit;
        this.atOnce = Math.max(1, limit / SHARE_UNLOADED_AT_ONCE);
        this.unloadAbove = limit;
    }

    /** @param idleMillis unused for so long, it is asked to unload */
    Seat add(AgentId id, ActorRef<AgentActor.Command> agent, long idleMillis, long now) {
        var seat = new Seat(id, agent, idleMillis, now);
        shortestIdle = Math.min(shortestIdle, idleMillis);
        byId.put(id, seat);
        onActivation.run();
        if (byId.size() > unloadAbove) {
            unload();
        }
        return seat;
    }

    /** An agent must end: it is found here no more, and counts until it has ended. */
    void end(Seat seat) {
        ending.add(seat);
        byId.remove(seat.id, seat);
    }

    void remove(Seat seat) {
        byId.remove(seat.id, seat);
        ending.remove(seat);
        if (byId.size() <= limit) {
            unloadAbove = limit;
        }
    }

    /** Returns the actor of an agent that is loaded here; null if it is not, or is about to end. */
    public @Nullable ActorRef<AgentActor.Command> find(AgentId id) {
        var seat = byId.get(id);
        return seat == null ? null : seat.agent;
    }

    public int size() {
        return byId.size();
    }

    /** Returns the number of agents of each type. Walks all agents. */
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        byId.keySet().forEach(id -> sizes.merge(id.type(), 1, Integer::sum));
        return sizes;
    }

    /**
     * Returns the first agents in the order of their ids. Walks all agents, and keeps no more than it returns.
     *
     * @param which the agents that count
     * @param limit how many at most
     */
    public List<Loaded> first(Predicate<AgentId> which, int limit, long now) {
        var last = new PriorityQueue<AgentId>(limit + 1, ORDER.reversed());
        for (var id : byId.keySet()) {
            if (which.test(id) && (last.size() < limit || ORDER.compare(id, last.element()) < 0)) {
                last.add(id);
                if (last.size() > limit) {
                    last.remove();
                }
            }
        }
        return last.stream().sorted(ORDER).map(id -> loaded(id, now)).toList();
    }

    private Loaded loaded(AgentId id, long now) {
        return look(id, now).orElse(new Loaded(id, 0)); // it has ended meanwhile
    }

    /** Returns an agent if it is loaded here. */
    public Optional<Loaded> look(AgentId id, long now) {
        return Optional.ofNullable(byId.get(id)).map(seat -> new Loaded(id, Math.max(0, now - seat.lastUsed)));
    }

    /** Asks an agent to unload if it has nothing to do; false if it is not loaded here. */
    public boolean passivate(AgentId id) {
        var agent = find(id);
        if (agent != null) {
            agent.tell(AgentActor.PassivateIfIdle.INSTANCE);
        }
        return agent != null;
    }

    /** Hands on the ids of all loaded agents. */
    public void each(Consumer<AgentId> visitor) {
        byId.keySet().forEach(visitor);
    }

    /** Returns the number of agents of some types that have not ended, also of those that are about to; walks all. */
    public int count(Predicate<String> type) {
        return (int) Stream.concat(byId.values().stream(), ending.stream())
                .filter(seat -> type.test(seat.id.type()))
                .count();
    }

    /** Ends the agents of one type, each after its open turn. */
    public void stop(String type) {
        byId.forEach((id, seat) -> {
            if (id.type().equals(type)) {
                seat.agent.tell(AgentActor.Stop.INSTANCE);
            }
        });
    }

    /** Asks those to unload that were not used for their idle time; call it often, it looks only when it is time. */
    synchronized void unloadIdle(long now) {
        if (now < nextLook) {
            return;
        }
        nextLook = now + shortestIdle / LOOKS_PER_IDLE;
        byId.values().forEach(seat -> {
            if (now - seat.lastUsed >= seat.idleMillis) {
                seat.agent.tell(AgentActor.PassivateIfIdle.INSTANCE);
            }
        });
    }

    private synchronized void unload() {
        int size = byId.size();
        if (size <= unloadAbove) {
            return; // another thread was first
        }
        oldest(size - limit + atOnce - 1).forEach(seat -> seat.agent.tell(AgentActor.PassivateIfIdle.INSTANCE));
        unloadAbove = size + atOnce - 1;
    }

    private List<Seat> oldest(int count) {
        record Aged(Seat seat, long lastUsed) {} // a copy: the time must not change while it is sorted
        return byId.values().stream()
                .map(seat -> new Aged(seat, seat.lastUsed))
                .sorted(Comparator.comparingLong(Aged::lastUsed))
                .limit(count)
                .map(Aged::seat)
                .toList();
    }
}
