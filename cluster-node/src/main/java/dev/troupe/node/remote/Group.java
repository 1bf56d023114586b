package dev.troupe.node.remote;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that has commands of its own and does nothing by itself. */
abstract class Group implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a subcommand: says which there are. */
    @Override
    public final void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                spec.name() + ": no command (expected: one of "
                        + spec.subcommands().keySet().stream().sorted().toList() + ")");
    }
}
