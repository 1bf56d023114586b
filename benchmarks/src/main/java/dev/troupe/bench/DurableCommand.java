package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./troupe bench durable}. */
@Command(
        name = "durable",
        mixinStandardHelpOptions = true,
        description = {
            "Measures durable agents beside a bare EventSourcedBehavior: the same database and settings of the journal,",
            "both behind sharding in this JVM, in turns in one run. What counts is the ratio.",
            "The database is a file in the directory for temporary files, and deleted in the end.",
            "A floor that is missed is said so and is no error; a scenario that fails is."
        })
final class DurableCommand extends SuitesCommand {
    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "Uses this database instead: 'jdbc:postgresql://HOST:PORT/DATABASE?user=..&password=..'."
                    + " What it stores there is left.")
    private @Nullable String postgres;

    @Override
    List<Suite<?>> suites(Duration time) {
        if (postgres != null && !postgres.startsWith(BenchStore.POSTGRESQL)) {
            throw new IllegalArgumentException(
                    "--postgres: " + postgres + " (expected: " + BenchStore.POSTGRESQL + "//HOST:PORT/DATABASE)");
        }
        return DurableCatalogue.suites(time, postgres);
    }
}
