package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.testkit.simulation.LedgerAgent.Command;
import dev.troupe.testkit.simulation.LedgerAgent.State;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Numbered messages from several nodes to many agents and between them, in bursts, and everything else agents do. */
final class LedgerWorkload {
    private static final int MOST_AGENTS = 8;
    private static final int LEAST_ACTIONS = 20;
    private static final int MOST_ACTIONS = 80;
    private static final int LONGEST_BURST = 12;
    private static final int LONGEST_REMINDER_MILLIS = 5_000;
    private static final int ONE_SHORT_LIVED_OF = 10;
    private static final int LONGEST_SHORT_LIFE_MILLIS = 5_000;
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private static final int ONE_DURABLE_OF = 4;

    private final boolean durable;
    private int agents;
    private int lastNumber;

    /** @param durable whether there is a store, and some messages are sent durable */
    LedgerWorkload(boolean durable) {
        this.durable = durable;
    }

    void start(World world) {
        var random = world.random();
        agents = random.nextInt(1, MOST_AGENTS + 1);
        int actions = random.nextInt(LEAST_ACTIONS, MOST_ACTIONS + 1);
        for (int action = 0; action < actions; action++) {
            long time = random.nextLong(Math.max(1, world.faultsEnd()));
            world.at(Duration.ofMillis(time), () -> act(world, random));
        }
    }

    void check(World world) {
        for (int agent = 0; agent < agents; agent++) {
            var ref = LedgerAgent.TYPE.ref("a" + agent);
            world.state(ref, State.class).ifPresent(state -> check(ref, state));
        }
    }

    private static void check(AgentRef<Command> agent, State state) {
        if (state.reminders() != state.reminded() || state.asked() != state.answered()) {
            throw new AssertionError(
                    agent + " has " + state + " (expected: as many reminded as reminders, as many answered as asked)");
        }
    }

    private void act(World world, RandomGenerator random) {
        int node = random.nextInt(world.nodeCount());
        var target = any(random);
        switch (random.nextInt(12)) {
            case 0 -> world.ask(node, target, new LedgerAgent.Count(), ASK_TIMEOUT);
            case 1 -> world.ask(node, target, new LedgerAgent.CountLater(), ASK_TIMEOUT);
            case 2 -> world.publish(node, TopicId.of(LedgerAgent.TOPIC, target.key()), note());
            default -> burst(world, random, node, target);
        }
    }

    private void burst(World world, RandomGenerator random, int node, AgentRef<Command> target) {
        int count = random.nextInt(1, LONGEST_BURST + 1);
        for (int message = 0; message < count; message++) {
            var options = random.nextInt(ONE_SHORT_LIVED_OF) == 0
                    ? SendOptions.DEFAULT.withExpiry(Duration.ofMillis(random.nextLong(1, LONGEST_SHORT_LIFE_MILLIS)))
                    : SendOptions.DEFAULT;
            boolean stored = durable && random.nextInt(ONE_DURABLE_OF) == 0;
            world.send(node, target, command(random), stored ? options.durable() : options);
        }
    }

    private Command command(RandomGenerator random) {
        int number = ++lastNumber;
        String other = any(random).key();
        return switch (random.nextInt(12)) {
            case 0 -> new LedgerAgent.Remind(random.nextLong(LONGEST_REMINDER_MILLIS));
            case 1 -> new LedgerAgent.Fail(random.nextInt(7));
            case 2 -> new LedgerAgent.Work(number);
            case 3 -> new LedgerAgent.Announce(number);
            case 4 -> new LedgerAgent.Consult(other, random.nextBoolean());
            case 5, 6 -> new LedgerAgent.Pass(other, number, random.nextInt(4));
            default -> new LedgerAgent.Put(number);
        };
    }

    private LedgerAgent.Noted note() {
        return new LedgerAgent.Noted(++lastNumber);
    }

    private AgentRef<Command> any(RandomGenerator random) {
        return LedgerAgent.TYPE.ref("a" + random.nextInt(agents));
    }
}
