package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private final StoreOption store = new StoreOption();

    @Override
    List<Suite<?>> suites(Duration time) {
        return DurableCatalogue.suites(time, store.postgres());
    }
}
