package dev.troupe.bench;

import dev.troupe.bench.Suite.Pace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scenarios of durable agents, and what is asked of them. */
final class DurableCatalogue {
    private static final int OUTSTANDING = 1_000;
    private static final int BYTES = 100;
    private static final int SOME = 100;
    private static final int COUNTED_TURNS = 5_000;
    private static final Floor MOST_OF_BARE = Floor.ratioAtLeast(0.8);
    /** What the agents note of settled messages when they rest is the rest. */
    private static final Floor ONE_ROW = Floor.oursAtMost(1.1);

    /** How long one side of one round sends. */
    private final Duration time;

    private final @Nullable String postgres;

    private DurableCatalogue(Duration time, @Nullable String postgres) {
        this.time = time;
        this.postgres = postgres;
    }

    /**
     * @param time how long one side of one round sends
     * @param postgres the URL of a database; null for a file
     */
    static List<Suite<?>> suites(Duration time, @Nullable String postgres) {
        var catalogue = new DurableCatalogue(time, postgres);
        return List.of(
                new Suite<>(
                        Pace.THROUGHPUT,
                        catalogue::nodes,
                        Stream.concat(
                                        IntStream.of(1, SOME, 1_000).mapToObj(catalogue::turns),
                                        IntStream.of(1, 4).mapToObj(catalogue::sends))
                                .toList()),
                new Suite<>(
                        Pace.COUNTS,
                        catalogue::nodes,
                        IntStream.of(0, 1, 4).mapToObj(catalogue::rows).toList()),
                new Suite<>(
                        Pace.RECOVERIES,
                        catalogue::nodesWithAPast,
                        List.of(catalogue.recovery(50), catalogue.recovery(99))));
    }

    private LedgerNodes nodes() throws Exception {
        return LedgerNodes.start(postgres, "");
    }

    private LedgerNodes nodesWithAPast() throws Exception {
        var load = load(Recovery.LEDGERS);
        return Resources.start(resources -> {
            var nodes = resources.add(LedgerNodes.start(postgres, Recovery.CONFIG));
            Recovery.prepare(nodes.bare(), load);
            Recovery.prepare(nodes.troupe(), load);
            return nodes;
        });
    }

    private Load load(int agents) {
        return new Load(agents, OUTSTANDING, BYTES, time);
    }

    private Scenario<LedgerNodes> turns(int agents) {
        var load = load(agents);
        return new Scenario<>(
                "turns-" + agents,
                String.format(
                        "stored turns, %,d agents, %,d outstanding, %,d bytes, against events of EventSourcedBehavior",
                        agents, OUTSTANDING, BYTES),
                "turn/s",
                MOST_OF_BARE,
                nodes -> {
                    wake(nodes.bare(), load);
                    wake(nodes.troupe(), load);
                },
                nodes -> put(nodes.bare(), load, 0),
                nodes -> put(nodes.troupe(), load, 0));
    }

    private Scenario<LedgerNodes> sends(int messages) {
        var load = load(SOME);
        return new Scenario<>(
                "sends-" + messages,
                String.format(
                        "stored turns of %,d agents that send %d to agents in memory, against ours that send none",
                        SOME, messages),
                "turn/s",
                Floor.NONE,
                nodes -> wake(nodes.troupe(), load),
                nodes -> put(nodes.troupe(), load, 0),
                nodes -> put(nodes.troupe(), load, messages));
    }

    private Scenario<LedgerNodes> rows(int messages) {
        var load = load(SOME);
        return new Scenario<>(
                "rows-" + messages,
                String.format(
                        "rows in the journal for a turn that sends %d, of %,d, against those for an event",
                        messages, COUNTED_TURNS),
                "rows",
                ONE_ROW,
                nodes -> {
                    wake(nodes.bare(), load);
                    wake(nodes.troupe(), load);
                },
                nodes -> rowsEach(nodes.store(), nodes.bare(), load, messages),
                nodes -> rowsEach(nodes.store(), nodes.troupe(), load, messages));
    }

    private Scenario<LedgerNodes> recovery(int percent) {
        String text = load(Recovery.LEDGERS).text();
        return new Scenario<>(
                "recovery-p" + percent,
                String.format(
                        "a message to an unloaded agent with %,d turns, against an entity with as many events",
                        Recovery.TURNS),
                "ms",
                percent == 99 ? Floor.oursAtMost(100) : Floor.NONE,
                nodes -> {},
                nodes -> Recovery.percentile(nodes.bare(), text, percent),
                nodes -> Recovery.percentile(nodes.troupe(), text, percent));
    }

    private static double put(Ledgers ledgers, Load load, int copies) throws InterruptedException {
        return ledgers.put(load, copies, Flow.during(load.time()));
    }

    private static void wake(Ledgers ledgers, Load load) throws InterruptedException {
        ledgers.put(load, 0, number -> number < load.agents());
    }

    private static double rowsEach(BenchStore store, Ledgers ledgers, Load load, int copies) throws Exception {
        double before = store.rows();
        ledgers.put(load, copies, number -> number < COUNTED_TURNS);
        return (store.rows() - before) / COUNTED_TURNS;
    }
}
