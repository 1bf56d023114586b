package dev.troupe.testkit.simulation;

import dev.troupe.testkit.simulation.Faults.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to the nodes of one world, and when. At the end of the faults every node is up and reaches the others. */
final class FaultScript {
    private static final int MOST_FAULTS = 12;
    /** How long a node may be silent before the others take it for gone. */
    private static final int DETECTION_MILLIS = 3_000;

    private static final int LONGEST_SILENCE_MILLIS = 6_000;
    private static final int LONGEST_HEARING_MILLIS = 300;
    private static final int LONGEST_ABSENCE_MILLIS = 4_000;
    private static final int LONGEST_OUTAGE_MILLIS = 5_000;
    private static final int LONGEST_GOODBYE_MILLIS = 1_000;

    /** How soon a node that was taken for gone learns of it and ends. */
    private static final int LONGEST_ZOMBIE_MILLIS = 500;

    private final World world;
    private final long end;
    private final List<Kind> kinds;
    private final SplittableRandom random;
    private boolean partitioned;

    FaultScript(World world, Faults faults, SplittableRandom random) {
        this.world = world;
        this.end = faults.until().toMillis();
        this.kinds = List.of(Kind.CRASH, Kind.LEAVE, Kind.MOVE, Kind.PARTITION, Kind.PAUSE, Kind.DATABASE).stream()
                .filter(faults::has)
                .toList();
        this.random = random;
    }

    void start() {
        if (kinds.isEmpty() || end == 0) {
            return;
        }
        int count = 1 + random.nextInt(MOST_FAULTS);
        for (int fault = 0; fault < count; fault++) {
            world.timeline().at(random.nextLong(end), this::strike);
        }
    }

    private void strike() {
        var kind = kinds.get(random.nextInt(kinds.size()));
        var victims = world.nodes().stream().filter(SimulatedNode::takesAgents).toList();
        if (kind == Kind.MOVE) {
            moveSome();
        } else if (kind == Kind.DATABASE) {
            long until = soon(LONGEST_OUTAGE_MILLIS);
            world.history().note("journal", "is down until " + until);
            world.journal().down(until);
        } else if (victims.size() >= 2) {
            var victim = victims.get(random.nextInt(victims.size()));
            if (kind == Kind.CRASH) {
                crash(victim);
            } else if (kind == Kind.LEAVE) {
                leave(victim);
            } else if (kind == Kind.PAUSE) {
                pause(victim);
            } else if (!partitioned) {
                partition(victim);
            }
        }
    }

    private void moveSome() {
        var placed = new ArrayList<>(world.placement().placed());
        int count = 1 + random.nextInt(3);
        for (int moved = 0; moved < count && !placed.isEmpty(); moved++) {
            world.placement().move(placed.remove(random.nextInt(placed.size())));
        }
    }

    private void crash(SimulatedNode victim) {
        note(victim, "crashes");
        victim.die();
        world.timeline().at(soon(DETECTION_MILLIS), () -> forget(victim));
        comeBack(victim);
    }

    /** Hands its agents over first; what it has not delivered as a sender ends with it. */
    private void leave(SimulatedNode victim) {
        note(victim, "leaves");
        victim.leave();
        victim.agents().forEach(agent -> world.placement().move(agent.self));
        waitForHandOff(victim);
    }

    private void waitForHandOff(SimulatedNode victim) {
        if (!victim.alive()) {
            return;
        }
        world.placement().placedOn(victim).forEach(world.placement()::move);
        if (!victim.agents().isEmpty()) {
            world.timeline().at(world.now() + 50, () -> waitForHandOff(victim));
            return;
        }
        world.timeline().at(world.now() + random.nextInt(LONGEST_GOODBYE_MILLIS), () -> {
            if (victim.alive()) {
                note(victim, "has left");
                victim.die();
                forget(victim);
                comeBack(victim);
            }
        });
    }

    /** Of a long pause the others do not wait the end. */
    private void pause(SimulatedNode victim) {
        long until = soon(LONGEST_SILENCE_MILLIS);
        note(victim, "stands still until " + until);
        victim.pause(until);
        if (until - world.now() >= DETECTION_MILLIS) {
            takeForGone(victim, until + random.nextInt(LONGEST_ZOMBIE_MILLIS));
        }
    }

    /** After {@code DETECTION_MILLIS} its agents start elsewhere; the node itself ends at {@code zombieUntil}. */
    private void takeForGone(SimulatedNode victim, long zombieUntil) {
        victim.leave();
        world.timeline().at(world.now() + DETECTION_MILLIS, () -> forget(victim));
        world.timeline().at(zombieUntil, () -> {
            if (victim.alive()) {
                note(victim, "learns that it was taken for gone, and ends");
                victim.die();
                comeBack(victim);
            }
        });
    }

    /** Cuts one node off, in one direction or both. If it lasts, that node gives up before the others take over. */
    private void partition(SimulatedNode victim) {
        long until = soon(LONGEST_SILENCE_MILLIS);
        int direction = random.nextInt(3);
        note(
                victim,
                "is cut off until " + until
                        + List.of(", both ways", ", hears nothing", ", is not heard")
                                .get(direction));
        partitioned = true;
        for (var other : world.nodes()) {
            if (direction != 1) {
                world.network().cut(victim.name(), other.name());
            }
            if (direction != 2) {
                world.network().cut(other.name(), victim.name());
            }
        }
        world.timeline().at(until, () -> {
            note(victim, "is connected again");
            world.network().heal();
            partitioned = false;
        });
        if (until - world.now() >= DETECTION_MILLIS) {
            victim.leave();
            world.timeline().at(world.now() + DETECTION_MILLIS, () -> {
                if (victim.alive()) {
                    note(victim, "ends, since it is the smaller side");
                    victim.die();
                    world.timeline().at(soon(LONGEST_HEARING_MILLIS), () -> forget(victim));
                    comeBack(victim);
                }
            });
        }
    }

    /** The others learn, one after the other, that a node is gone; its agents may start elsewhere. */
    private void forget(SimulatedNode gone) {
        if (gone.forgotten()) {
            return;
        }
        gone.forget();
        world.placement().remove(gone);
        for (var node : world.nodes()) {
            if (node != gone && node.alive()) {
                node.after(random.nextInt(LONGEST_HEARING_MILLIS), () -> node.onNodeLeft(gone.name()));
            }
        }
    }

    private void comeBack(SimulatedNode gone) {
        world.timeline().at(soon(LONGEST_ABSENCE_MILLIS), () -> {
            forget(gone);
            world.restart(gone);
        });
    }

    /** Returns a time from now, before the faults end. */
    private long soon(int longest) {
        return Math.min(world.now() + 1 + random.nextInt(longest), Math.max(end, world.now() + 1));
    }

    private void note(SimulatedNode node, String what) {
        world.history().note(node.name(), what);
    }
}
