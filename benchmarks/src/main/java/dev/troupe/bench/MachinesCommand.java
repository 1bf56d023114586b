package dev.troupe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./troupe bench machines}. */
@Command(
        name = "machines",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the pure machines with JMH: outbox, inbox, agent, pending table. About two minutes.",
            "Takes JMH's own options too, for example -prof gc, -f 3 or -rff FILE."
        })
final class MachinesCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATTERN|OPTION",
            description = "Benchmarks whose names match, for example Outbox, and options of JMH.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        new Runner(new CommandLineOptions(arguments.toArray(String[]::new))).run();
        return 0;
    }
}
