package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.Batch;
import dev.troupe.engine.Outside;
import dev.troupe.message.Envelope;
import dev.troupe.testkit.simulation.Faults.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where each agent lives. There is one home at a time, and no new one before the old activation has ended or its node
 * is known to be gone; what is under way meanwhile may still reach the old one.
 */
final class Placement {
    private static final int RETRY_MILLIS = 20;
    private static final int LATEST_WAKE_MILLIS = 1_000;
    private static final int MOST_HOPS = 4;
    private static final int ONE_STALE_OF = 10;

    private static final class Home {
        SimulatedNode node;

        @Nullable
        SimulatedNode previous;
        /** Nothing is handed over until the activation has ended. */
        boolean ending;
        /** It goes on elsewhere. */
        boolean moving;

        Home(SimulatedNode node) {
            this.node = node;
        }
    }

    private final World world;
    private final Faults faults;
    private final SplittableRandom random;
    private final Map<AgentId, Home> homes = new LinkedHashMap<>();
    /** Durable agents that were not unloaded: they come back by themselves. */
    private final Set<AgentId> remembered = new LinkedHashSet<>();

    Placement(World world, Faults faults, SplittableRandom random) {
        this.world = world;
        this.faults = faults;
        this.random = random;
    }

    List<AgentId> placed() {
        return List.copyOf(homes.keySet());
    }

    List<AgentId> placedOn(SimulatedNode node) {
        return homes.entrySet().stream()
                .filter(home -> home.getValue().node == node)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the activation that messages go to now. */
    @Nullable
    SimulatedAgent current(AgentId id) {
        var home = homes.get(id);
        return home == null ? null : home.node.agent(id);
    }

    /** Takes the short way to where the recipient lived, if that is told; who lives elsewhere now is handed on there. */
    void route(SimulatedNode from, AgentId recipient, @Nullable String home, Batch<Envelope> batch) {
        if (recipient.type().equals(Outside.TYPE)) {
            world.network().carry(from.name(), recipient.key(), batch, () -> {
                var node = world.node(recipient.key());
                node.perform(() -> node.onAnswers(recipient, batch));
            });
        } else if (home != null) {
            carry(from, home, recipient, batch, 0);
        } else {
            route(from, recipient, batch, 0);
        }
    }

    private void carry(SimulatedNode from, String target, AgentId recipient, Batch<Envelope> batch, int hops) {
        world.network().carry(from.name(), target, batch, () -> {
            var node = world.node(target);
            node.perform(() -> arrive(node, recipient, batch, hops));
        });
    }

    private void route(SimulatedNode from, AgentId recipient, Batch<Envelope> batch, int hops) {
        var home = homes.get(recipient);
        if (home == null) {
            home = allocate(recipient);
        }
        if (home == null || (home.ending && hops == 0)) {
            from.after(RETRY_MILLIS, () -> route(from, recipient, batch, hops));
            return;
        }
        var target = home.previous != null && staleRoute() ? home.previous.name() : home.node.name();
        carry(from, target, recipient, batch, hops);
    }

    private boolean staleRoute() {
        return faults.has(Kind.MOVE) && world.now() < faults.until().toMillis() && random.nextInt(ONE_STALE_OF) == 0;
    }

    private @Nullable Home allocate(AgentId id) {
        var hosts = world.nodes().stream().filter(SimulatedNode::takesAgents).toList();
        if (hosts.isEmpty()) {
            return null;
        }
        var home = new Home(hosts.get(random.nextInt(hosts.size())));
        homes.put(id, home);
        return home;
    }

    private void arrive(SimulatedNode node, AgentId recipient, Batch<Envelope> batch, int hops) {
        world.history().note(node.name(), "gets for", recipient, batch);
        var home = homes.get(recipient);
        var agent = node.agent(recipient);
        if (agent == null && home != null && home.node == node && !home.ending && world.hosts(recipient.type())) {
            agent = activate(node, recipient);
        }
        if (agent != null) {
            agent.onBatch(batch);
        } else if (hops < MOST_HOPS) {
            route(node, recipient, batch, hops + 1);
        } else {
            world.history().note(node.name(), "drops", batch);
        }
    }

    private SimulatedAgent activate(SimulatedNode node, AgentId id) {
        if (world.isDurable(id.type())) {
            remembered.add(id);
        }
        return node.activate(id);
    }

    /** Starts an agent that was not unloaded and is nowhere now. */
    private void wake(AgentId id) {
        world.timeline().at(world.now() + 1 + random.nextInt(LATEST_WAKE_MILLIS), () -> {
            var home = homes.get(id);
            if (home == null) {
                home = allocate(id);
            }
            if (home == null) {
                wake(id);
                return;
            }
            var node = home.node;
            node.perform(() -> {
                var now = homes.get(id);
                if (now != null && now.node == node && !now.ending && node.agent(id) == null) {
                    activate(node, id);
                }
            });
        });
    }

    /** An agent has ended because the journal did not take its entries, or could not be read. */
    void onFailed(SimulatedAgent agent) {
        onEnded(agent);
        wake(agent.self);
    }

    /** Tells whether every durable agent that was not unloaded is loaded. */
    boolean allBack() {
        return remembered.stream().allMatch(id -> {
            var agent = current(id);
            return agent != null && !agent.recovering();
        });
    }

    /** Moves an agent to another node, once its open turn has ended. */
    void move(AgentId id) {
        var home = homes.get(id);
        if (home != null && home.node.alive()) {
            home.moving = true;
            end(id, home);
        }
    }

    /** Unloads an agent; it comes back where it was. */
    void passivate(SimulatedAgent agent) {
        var home = homes.get(agent.self);
        if (home != null && home.node == agent.node) {
            remembered.remove(agent.self);
            end(agent.self, home);
        }
    }

    private void end(AgentId id, Home home) {
        if (home.ending) {
            return;
        }
        home.ending = true;
        var agent = home.node.agent(id);
        if (agent == null) {
            ended(id, home);
        } else {
            home.node.perform(agent::stop);
        }
    }

    void onEnded(SimulatedAgent agent) {
        var home = homes.get(agent.self);
        if (home != null && home.node == agent.node) {
            ended(agent.self, home);
        }
        if (agent.hasDuties()) { // that came between the wish to unload it and its end
            remembered.add(agent.self);
            wake(agent.self);
        }
    }

    private void ended(AgentId id, Home home) {
        home.ending = false;
        if (!home.moving) {
            return;
        }
        home.moving = false;
        homes.remove(id);
        var next = allocate(id);
        if (next != null) {
            next.previous = home.node;
        }
        if (remembered.contains(id)) {
            wake(id);
        }
    }

    /** A node is known to be gone: its agents may start elsewhere. */
    void remove(SimulatedNode gone) {
        homes.values().removeIf(home -> home.node == gone);
        remembered.stream().filter(id -> !homes.containsKey(id)).forEach(this::wake);
    }
}
