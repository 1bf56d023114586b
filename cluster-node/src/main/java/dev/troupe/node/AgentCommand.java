package dev.troupe.node;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code troupe agent}: looks at one agent. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "Looks at one agent.",
        subcommands = HistoryCommand.class)
final class AgentCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a subcommand: says which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "agent: no command (expected: history)");
    }
}
