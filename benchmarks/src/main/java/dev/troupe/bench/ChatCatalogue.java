package dev.troupe.bench;

import dev.troupe.bench.Suite.Pace;
import dev.troupe.bench.TalkLoad.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is measured of teams, with models that answer at once. */
final class ChatCatalogue {
    private static final int TURNS = 20;
    private static final int MANY = 100;
    /** One more than is looked at: the last one also stores the result of the run, all messages once more. */
    private static final int LONG_TURNS = 501;

    private static final String FIRST = "at turns 1-50";
    private static final Floor NO_GROWTH = Floor.ratioAtMost(1.2);

    /** How long one side of one round begins conversations. */
    private final Duration time;

    private final @Nullable String postgres;

    /** The one long conversation that all scenarios of growth look at. */
    private record LongTalk(TalkNode node, Growth growth) implements Resource {
        @Override
        public void close() {
            node.close();
        }
    }

    private ChatCatalogue(Duration time, @Nullable String postgres) {
        this.time = time;
        this.postgres = postgres;
    }

    /**
     * @param time how long one side of one round begins conversations
     * @param postgres the URL of a database; null for a file
     */
    static List<Suite<?>> suites(Duration time, @Nullable String postgres) {
        var catalogue = new ChatCatalogue(time, postgres);
        return List.of(
                new Suite<>(
                        Pace.THROUGHPUT, () -> TalkNode.start(TURNS, null, ""), catalogue.turns("memory", "in memory")),
                new Suite<>(Pace.THROUGHPUT, () -> catalogue.durable(TURNS, ""), catalogue.turns("durable", "durable")),
                new Suite<>(Pace.ONCE, catalogue::conversation, growth()));
    }

    private TalkNode durable(int turns, String config) throws IOException {
        return TalkNode.start(turns, BenchStore.open(postgres), config);
    }

    private LongTalk conversation() throws Exception {
        return Resources.start(resources -> {
            var node = resources.add(durable(LONG_TURNS, Growth.CONFIG));
            return new LongTalk(node, Growth.measure(node));
        });
    }

    private List<Scenario<TalkNode>> turns(String name, String where) {
        List<Scenario<TalkNode>> all = new ArrayList<>();
        for (int atOnce : List.of(1, MANY)) {
            var load = new TalkLoad(atOnce, time);
            String prefix = name + "-" + atOnce;
            String about = String.format(
                    "teams %s, %,d conversations of %,d turns at once, against asks", where, atOnce, TURNS);
            all.add(scenario(prefix, "turns of " + about, "turn/s", load, Figures::turnsPerSecond));
            all.add(scenario(prefix + "-p50", "median of a turn, " + about, "us", load, Figures::p50));
            all.add(scenario(prefix + "-p99", "99th percentile of a turn, " + about, "us", load, Figures::p99));
        }
        return all;
    }

    private static Scenario<TalkNode> scenario(
            String name, String about, String unit, TalkLoad load, ToDoubleFunction<Figures> figure) {
        return new Scenario<>(
                name,
                about,
                unit,
                Floor.NONE,
                node -> {
                    load.wake(node.bare());
                    load.wake(node.team());
                },
                node -> figure.applyAsDouble(load.run(node.bare())),
                node -> figure.applyAsDouble(load.run(node.team())));
    }

    private static List<Scenario<LongTalk>> growth() {
        return List.of(
                stored(
                        "entries-1-50",
                        "bytes of entries of a turn at turns 1-50, against those of an ask and its answer",
                        Floor.NONE,
                        Growth::bare,
                        growth -> growth.entriesPerTurn(1, 50)),
                stored(
                        "entries-200-250",
                        "bytes of entries of a turn at turns 201-250, against those " + FIRST,
                        NO_GROWTH,
                        growth -> growth.entriesPerTurn(1, 50),
                        growth -> growth.entriesPerTurn(201, 250)),
                stored(
                        "entries-450-500",
                        "bytes of entries of a turn at turns 451-500, against those " + FIRST,
                        NO_GROWTH,
                        growth -> growth.entriesPerTurn(1, 50),
                        growth -> growth.entriesPerTurn(451, 500)),
                stored(
                        "entries-all",
                        "bytes of the entries of 500 turns, against those of their texts, each once",
                        Floor.NONE,
                        growth -> Growth.texts(500),
                        growth -> growth.entriesTo(500)),
                stored(
                        "entries-result",
                        "bytes of the entries of the turn that ends a run of 501, against the one before",
                        Floor.NONE,
                        growth -> growth.entriesPerTurn(LONG_TURNS - 1, LONG_TURNS - 1),
                        growth -> growth.entriesPerTurn(LONG_TURNS, LONG_TURNS)),
                stored(
                        "snapshots-250-500",
                        "bytes of snapshots written per turn at turns 251-500, against those at turns 1-250",
                        Floor.NONE,
                        growth -> growth.snapshotsPerTurn(1, 250),
                        growth -> growth.snapshotsPerTurn(251, 500)),
                stored(
                        "snapshots-all",
                        "bytes of the snapshots written in 500 turns, against those of their texts, each once",
                        Floor.NONE,
                        growth -> Growth.texts(500),
                        growth -> growth.snapshotsTo(500)));
    }

    private static Scenario<LongTalk> stored(
            String name, String about, Floor floor, ToDoubleFunction<Growth> baseline, ToDoubleFunction<Growth> ours) {
        return new Scenario<>(
                name,
                about,
                "bytes",
                floor,
                conversation -> {},
                conversation -> baseline.applyAsDouble(conversation.growth()),
                conversation -> ours.applyAsDouble(conversation.growth()));
    }
}
