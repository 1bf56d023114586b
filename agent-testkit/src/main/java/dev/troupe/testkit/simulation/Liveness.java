package dev.troupe.testkit.simulation;

import java.util.Set;
import java.util.stream.Collectors;

/** Once the faults have stopped, every message comes to its end and every agent wakes up on time. */
final class Liveness implements Checker {
    /** How late an agent may wake up; an agent on a node that stands still has longer. */
    private static final long LATEST_WAKE_MILLIS = 1_000;

    /** How long a turn of a user's agent may wait for its own work. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Checkers checkers;
    private Set<SimulatedAgent> late = Set.of();

    Liveness(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onHeartbeat(World world) {
        long now = world.now();
        late = world.nodes().stream()
                .filter(node -> node.runsAt(now - LATEST_WAKE_MILLIS))
                .flatMap(node -> node.agents().stream())
                .filter(agent -> isLate(agent, now))
                .collect(Collectors.toSet());
    }

    @Override
    public void onEnd(World world) {
        for (var posting : world.checkers().ledger().inFlight()) {
            if (posting.at <= world.calmSince()) {
                checkers.broken(this, "not settled within " + world.settleWithin() + " without faults: " + posting);
            }
        }
        if (world.overdueRequests() > 0) {
            checkers.broken(this, world.overdueRequests() + " requests from outside have neither answer nor failure");
        }
        for (var node : world.nodes()) {
            node.agents().forEach(agent -> checkIdle(agent, world.now()));
        }
    }

    /** Late is who was so a heartbeat ago, too: what has become due at this very moment is still in its queue. */
    private boolean isLate(SimulatedAgent agent, long now) {
        long due = agent.machine().nextTime();
        if (due < now - LATEST_WAKE_MILLIS && late.contains(agent)) {
            checkers.broken(this, agent + " sleeps at " + now + " (due: " + due + ")");
        }
        return due < now - LATEST_WAKE_MILLIS;
    }

    private void checkIdle(SimulatedAgent agent, long now) {
        var machine = agent.machine();
        if (!machine.idle() && machine.nextTime() == Long.MAX_VALUE && agent.lastUsed() < now - LONGEST_WAIT_MILLIS) {
            checkers.broken(this, agent + " waits since " + agent.lastUsed() + " for something that does not come");
        }
    }
}
