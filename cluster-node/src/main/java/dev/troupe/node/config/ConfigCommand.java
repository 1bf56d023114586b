package dev.troupe.node.config;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code troupe config}: checks and shows settings. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks and shows the settings of a node.",
        subcommands = {CheckCommand.class, ShowCommand.class, ForgetCommand.class})
public final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a subcommand: says which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "config: no command (expected: "
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
