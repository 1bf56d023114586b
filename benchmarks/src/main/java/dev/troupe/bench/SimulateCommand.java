package dev.troupe.bench;

import dev.troupe.node.Subcommand;
import dev.troupe.testkit.simulation.BrokenPromiseError;
import dev.troupe.testkit.simulation.Simulation;
import dev.troupe.testkit.simulation.SimulationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code troupe simulate}: runs seeds until one of them breaks a promise. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Troupe on simulated clusters, one seed each, and checks what it promises.",
            "A seed that breaks a promise ends the run; its history is written to a file."
        })
public final class SimulateCommand implements Subcommand {
    private static final long NANOS_BETWEEN_LINES = 200_000_000;

    @Option(names = "--seeds", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private long seeds = 1_000;

    @Option(names = "--from", paramLabel = "S", description = "The first one. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(names = "--output", paramLabel = "DIR", description = "Where a history goes. Default: here.")
    private Path output = Path.of("");

    private final LongFunction<SimulationResult> simulation;
    private final boolean terminal = Boolean.getBoolean("troupe.terminal");
    private final long start = System.nanoTime();
    private long shownAt = start;

    public SimulateCommand() {
        this(seed -> Simulation.any(seed).run());
    }

    /** @param simulation runs a seed; throws {@link BrokenPromiseError} if it breaks a promise */
    SimulateCommand(LongFunction<SimulationResult> simulation) {
        this.simulation = simulation;
    }

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds: " + seeds + " (expected: >= 1)");
        }
        long accepted = 0;
        for (long done = 0; done < seeds; done++) {
            try {
                accepted += simulation.apply(from + done).counts().accepted();
            } catch (BrokenPromiseError e) {
                return fail(e);
            }
            showProgress(done + 1);
        }
        clearLine();
        System.out.printf(
                "%d seeds kept every promise: %d messages, %.0f seeds/s%n", seeds, accepted, seeds / seconds());
        return 0;
    }

    private int fail(BrokenPromiseError broken) throws IOException {
        clearLine();
        var file = output.resolve("simulation-seed-" + broken.seed() + ".txt").toAbsolutePath();
        Files.createDirectories(file.getParent());
        Files.writeString(file, broken.history() + broken.promise() + "\n");
        System.out.println(broken.getMessage());
        System.out.println("all of it: " + file);
        System.out.println("again: ./troupe simulate --seeds 1 --from " + broken.seed());
        return 1;
    }

    private void showProgress(long done) {
        long now = System.nanoTime();
        if (terminal && now - shownAt > NANOS_BETWEEN_LINES) {
            shownAt = now;
            System.out.printf("\r\033[K%d of %d seeds, %.0f seeds/s", done, seeds, done / seconds());
            System.out.flush();
        }
    }

    private void clearLine() {
        if (terminal) {
            System.out.print("\r\033[K");
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
