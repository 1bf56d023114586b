package dev.troupe.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Scenarios that share running nodes.
 *
 * @param nodes starts them
 * @param <E> the nodes
 */
record Suite<E extends Resource>(Pace pace, Callable<E> nodes, List<Scenario<E>> scenarios) {

    /**
     * How often a scenario is measured.
     *
     * @param warmUps rounds that do not count
     * @param mostRounds where one round takes long, however many are asked for
     */
    record Pace(int warmUps, int mostRounds) {
        static final Pace THROUGHPUT = new Pace(4, Integer.MAX_VALUE);
        /** Each round has JVMs of its own, so there is nothing to warm up. */
        static final Pace OWN_JVMS = new Pace(0, 3);
        /** Rows in a database are the same, warm or cold. */
        static final Pace COUNTS = new Pace(0, 3);
        /** All rounds look at what one has stored. */
        static final Pace ONCE = new Pace(0, 1);
        /** Each round has to wait for agents to unload. */
        static final Pace RECOVERIES = new Pace(1, Integer.MAX_VALUE);
    }

    Suite {
        scenarios = List.copyOf(scenarios);
    }

    Suite<E> only(Predicate<String> names) {
        return new Suite<>(
                pace,
                nodes,
                scenarios.stream()
                        .filter(scenario -> names.test(scenario.name()))
                        .toList());
    }

    /** A scenario that fails is a result too, and the others go on. */
    void run(int rounds, Consumer<Result> results) {
        if (scenarios.isEmpty()) {
            return;
        }
        try (E running = nodes.call()) {
            for (var scenario : scenarios) {
                results.accept(measure(scenario, running, Math.min(rounds, pace.mostRounds())));
            }
        } catch (Exception e) {
            scenarios.forEach(scenario -> results.accept(Result.failed(scenario, e)));
        }
    }

    private Result measure(Scenario<E> scenario, E running, int rounds) {
        try {
            return scenario.run(running, pace.warmUps(), rounds);
        } catch (Exception e) {
            return Result.failed(scenario, e);
        }
    }
}
