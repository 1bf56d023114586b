package dev.troupe.testkit.simulation;

/** Once the faults have stopped, every message comes to its end and every agent wakes up on time. */
final class Liveness implements Checker {
    /** How late an agent may wake up; an agent on a node that stands still has longer. */
    private static final long LATEST_WAKE_MILLIS = 1_000;

    /** How long a turn of a user's agent may wait for its own work. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Checkers checkers;

    Liveness(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onHeartbeat(World world) {
        long now = world.now();
        for (var node : world.nodes()) {
            if (node.runsAt(now - LATEST_WAKE_MILLIS)) {
                node.agents().forEach(agent -> checkWake(agent, now));
            }
        }
    }

    @Override
    public void onEnd(World world) {
        for (var posting : world.checkers().ledger().inFlight()) {
            if (posting.at <= world.calmSince()) {
                checkers.broken(this, "not settled within " + world.settleWithin() + " without faults: " + posting);
            }
        }
        for (var node : world.nodes()) {
            node.agents().forEach(agent -> checkIdle(agent, world.now()));
        }
    }

    private void checkWake(SimulatedAgent agent, long now) {
        if (agent.machine().nextTime() < now - LATEST_WAKE_MILLIS) {
            checkers.broken(this, agent + " sleeps at " + now + " (due: " + agent.machine().nextTime() + ")");
        }
    }

    private void checkIdle(SimulatedAgent agent, long now) {
        var machine = agent.machine();
        if (!machine.idle() && machine.nextTime() == Long.MAX_VALUE && agent.lastUsed() < now - LONGEST_WAIT_MILLIS) {
            checkers.broken(this, agent + " waits since " + agent.lastUsed() + " for something that does not come");
        }
    }
}
