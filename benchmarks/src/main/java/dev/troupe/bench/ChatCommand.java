package dev.troupe.bench;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./troupe bench chat}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what a turn of a team costs beside its models: those answer at once. The baseline is an agent that asks",
            "another as often, without chat, on the same runtime; and what a long conversation stores, turn by turn.",
            "The database is a file in the directory for temporary files, and deleted in the end.",
            "A floor that is missed is said so and is no error; a scenario that fails is."
        })
final class ChatCommand extends SuitesCommand {
    @Mixin
    private final StoreOption store = new StoreOption();

    @Override
    List<Suite<?>> suites(Duration time) {
        return ChatCatalogue.suites(time, store.postgres());
    }
}
