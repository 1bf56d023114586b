package dev.troupe.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Runs suites: the options that all such commands have, the table, the file and the exit code. */
abstract class SuitesCommand implements Callable<Integer> {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds per scenario, after some to warm up; 3 at most where a round takes long."
                    + " Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long each side of a round sends. Default: ${DEFAULT-VALUE}.")
    private double seconds = 2;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "These scenarios, or those whose names start with the same words; see --list.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Says which scenarios there are.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
    private @Nullable Path json;

    private final List<Result> results = new ArrayList<>();

    /** @param time how long one side of one round sends */
    abstract List<Suite<?>> suites(Duration time);

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds: " + rounds + " (expected: >= 1)");
        }
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("--seconds: " + seconds + " (expected: > 0)");
        }
        var suites = suites(Duration.ofMillis(Math.round(seconds * 1_000)));
        var selection = Selection.of(only, names(suites));
        var selected = suites.stream().map(suite -> suite.only(selection)).toList();
        if (list) {
            show(selected);
            return 0;
        }
        System.out.println(Report.Machine.here());
        System.out.println(Table.HEADER);
        for (var suite : selected) {
            suite.run(rounds, this::add);
        }
        if (json != null) {
            Report.of(results).write(json);
        }
        return results.stream().allMatch(result -> result.failure() == null) ? 0 : 1;
    }

    private void add(Result result) {
        results.add(result);
        System.out.println(Table.line(result));
    }

    private static List<String> names(List<Suite<?>> suites) {
        List<String> names = new ArrayList<>();
        suites.forEach(suite -> suite.scenarios().forEach(scenario -> names.add(scenario.name())));
        return names;
    }

    private static void show(List<? extends Suite<?>> suites) {
        for (var suite : suites) {
            for (var scenario : suite.scenarios()) {
                System.out.printf("%-24s %-14s %s%n", scenario.name(), scenario.floor(), scenario.about());
            }
        }
    }
}
