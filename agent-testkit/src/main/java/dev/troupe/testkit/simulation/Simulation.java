package dev.troupe.testkit.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.engine.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in one thread: real agents on simulated nodes, with faults, in virtual time. Everything random comes out of
 * the seed, so a run that fails fails again. While it runs, and at the end, it checks what Troupe promises.
 *
 * <p>An agent must not read a clock, a random source or a network of its own; {@code context().clock()} and {@code
 * context().blocking(..)} are simulated. Durable agents have a simulated journal, which outlives all nodes.
 */
public final class Simulation {
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(2);
    private static final int NODES = 3;

    private final long seed;
    private final List<AgentDefinition<?, ?>> definitions = new ArrayList<>();
    private int nodes = NODES;
    private Faults faults = Faults.all();
    private Duration settleWithin = SETTLE_WITHIN;
    private @Nullable Consumer<World> workload;
    private Consumer<World> check = world -> {};
    private @Nullable Settings settings;
    private boolean durable;
    private Parts parts = new Parts();

    private Simulation(long seed) {
        this.seed = seed;
    }

    public static Simulation seed(long seed) {
        return new Simulation(seed);
    }

    /**
     * As {@link #seed}, and takes the number of nodes, how tight the limits are, and whether the agents are durable out
     * of the seed as well: what Troupe is tested with itself.
     */
    public static Simulation any(long seed) {
        var simulation = seed(seed).nodes(2 + (int) Math.floorMod(seed, 4L));
        simulation.durable = Math.floorMod(seed, 3L) == 1;
        return seed % 2 == 0 ? simulation : simulation.settings(Defaults.TIGHT);
    }

    /** Adds agent types; every node may host them, whatever role they ask for. */
    public Simulation agents(AgentDefinition<?, ?>... more) {
        definitions.addAll(List.of(more));
        return this;
    }

    public Simulation nodes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("nodes: " + count + " (expected: >= 1)");
        }
        nodes = count;
        return this;
    }

    /** Says what goes wrong; without this, everything. */
    public Simulation faults(Faults newFaults) {
        faults = newFaults;
        return this;
    }

    /** Says what the outside does; without this, numbered messages go to and fro between agents of {@link LedgerWorkload}. */
    public Simulation workload(Consumer<World> newWorkload) {
        workload = newWorkload;
        return this;
    }

    /** Looks at the world at its end, when everything has settled; what it throws fails the run with its history. */
    public Simulation check(Consumer<World> newCheck) {
        check = newCheck;
        return this;
    }

    /** Sets values below {@code troupe}, over the defaults. */
    public Simulation config(Config config) {
        settings = Settings.of(config.withFallback(Defaults.CONFIG).resolve());
        return this;
    }

    private Simulation settings(Settings newSettings) {
        settings = newSettings;
        return this;
    }

    /** Says within which virtual time everything has to settle once there are no faults; 2 minutes by default. */
    public Simulation settleWithin(Duration newSettleWithin) {
        settleWithin = newSettleWithin;
        return this;
    }

    Simulation parts(Parts newParts) {
        parts = newParts;
        return this;
    }

    /**
     * Runs the world to its end.
     *
     * @throws BrokenPromiseError if a promise is broken, or if the workload, the check or the engine throws
     */
    public SimulationResult run() {
        var work = workload;
        var examine = check;
        if (work == null) {
            var ledger = new LedgerWorkload(durable);
            definitions.add(durable ? LedgerAgent.definition().durable() : LedgerAgent.definition());
            work = ledger::start;
            examine = check.andThen(ledger::check);
        }
        var setup = new World.Setup(seed, nodes, faults, settleWithin, List.copyOf(definitions));
        var world =
                new World(setup, settings == null ? Defaults.SETTINGS : settings, parts, new SplittableRandom(seed));
        try {
            world.run(work, examine);
        } catch (RuntimeException | AssertionError e) {
            throw new BrokenPromiseError(seed, "NothingThrows: " + e, world.history(), e);
        }
        var broken = world.checkers().broken();
        if (broken != null) {
            throw new BrokenPromiseError(seed, broken, world.history(), null);
        }
        return new SimulationResult(
                seed, Duration.ofMillis(world.now()), world.checkers().ledger().counts(), world.history());
    }

    /** Read once: many seeds are run one after the other. */
    private static final class Defaults {
        static final Config CONFIG = ConfigFactory.defaultReference().withOnlyPath("troupe");
        static final Settings SETTINGS = Settings.of(CONFIG.resolve());
        /** Limits that the workload reaches. */
        static final Settings TIGHT =
                Settings.of(ConfigFactory.parseString("""
                        troupe.delivery { max-pending = 20, max-pending-total = 60, batch-messages = 3 }
                        troupe.agents {
                          inbox-limit = 3, outbox-limit = 4, outbox-patience = 5s, reminders-limit = 5
                          idle-timeout = 1s
                        }
                        """).withFallback(CONFIG).resolve());
    }
}
