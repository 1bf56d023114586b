package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./troupe bench delivery}. */
@Command(
        name = "delivery",
        mixinStandardHelpOptions = true,
        description = {
            "Measures Troupe beside the bare engine, in turns in one run. What counts is the ratio.",
            "All scenarios take about 30 minutes with the defaults, on two cores.",
            "A floor that is missed is said so and is no error; a scenario that fails is."
        })
final class DeliveryCommand extends SuitesCommand {
    @Override
    List<Suite<?>> suites(Duration time) {
        return Catalogue.suites(time);
    }
}
