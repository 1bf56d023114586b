package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./troupe bench gateway}. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Measures two Python workers with a gateway between them, beside the same two with AutoGen's own host.",
            "Needs python3, 3.10 or newer; AutoGen is installed below target/ the first time.",
            "A floor that is missed is said so and is no error; a scenario that fails is."
        })
final class GatewayCommand extends SuitesCommand {
    @Override
    List<Suite<?>> suites(Duration time) {
        return GatewayCatalogue.suites(time);
    }
}
