package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.testkit.simulation.Simulation;
import dev.troupe.testkit.simulation.SimulationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    Path folder;

    private final List<Long> seeds = new ArrayList<>();

    @Test
    void runsTheSeedsItIsToldTo() {
        var shown = run(this::keepsItsPromises, 0, "--from", "40", "--seeds", "3");

        assertThat(seeds).containsExactly(40L, 41L, 42L);
        assertThat(shown).startsWith("3 seeds kept every promise: ");
    }

    @Test
    void storesTheHistoryOfTheFirstSeedThatBreaksAPromiseAndSaysHowToSeeItAgain() throws IOException {
        var output = folder.resolve("new");

        var shown = run(this::breaksAPromiseAt41, 1, "--from", "40", "--seeds", "9", "--output", output.toString());

        var file = output.resolve("simulation-seed-41.txt");
        assertThat(seeds).containsExactly(40L, 41L);
        assertThat(Files.readString(file)).contains("the nodes are counted");
        assertThat(shown).contains(file.toString()).contains("./troupe simulate --seeds 1 --from 41");
    }

    private SimulationResult keepsItsPromises(long seed) {
        seeds.add(seed);
        return Simulation.any(seed).run();
    }

    private SimulationResult breaksAPromiseAt41(long seed) {
        seeds.add(seed);
        return Simulation.seed(seed)
                .check(world -> assertThat(seed).as("the nodes are counted").isNotEqualTo(41))
                .run();
    }

    private static String run(LongFunction<SimulationResult> simulation, int exitCode, String... arguments) {
        var standardOutput = System.out;
        var shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(new SimulateCommand(simulation)).execute(arguments))
                    .isEqualTo(exitCode);
        } finally {
            System.setOut(standardOutput);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }
}
