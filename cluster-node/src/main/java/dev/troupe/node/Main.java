package dev.troupe.node;

import dev.troupe.node.config.ConfigCommand;
import dev.troupe.node.create.NewCommand;
import dev.troupe.node.remote.ClusterCommand;
import dev.troupe.node.remote.LedgerCommand;
import dev.troupe.node.remote.TraceCommand;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/**
 * The command {@code troupe}. Exit codes: 0 done, 1 failed, 2 wrong arguments or configuration; where a command looks for
 * something, 1 also says that there is none, or a difference.
 */
@Command(
        name = "troupe",
        description = "Runs agents on a cluster.",
        mixinStandardHelpOptions = true,
        version = "troupe 0.1.0",
        subcommands = {
            NodeCommand.class,
            GatewayCommand.class,
            TokenCommand.class,
            AgentCommand.class,
            ReplayCommand.class,
            NewCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            ClusterCommand.class,
            LedgerCommand.class,
            TraceCommand.class
        },
        footer = {
            "",
            "In the source tree also './troupe bench' and './troupe simulate'.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong arguments or configuration."
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 120;

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", logging(System.getenv("TROUPE_LOG_FORMAT")));
        }
        System.exit(commandLine().execute(args));
    }

    /** Returns the logging configuration for a format; text for none, and for what is no format. */
    static String logging(@Nullable String format) {
        if (format != null && !format.isEmpty() && !format.equals("text") && !format.equals("json")) {
            System.err.println("troupe: TROUPE_LOG_FORMAT: '" + format + "' (expected: text or json); logs are text");
        }
        return "json".equals(format) ? "troupe-logback-json.xml" : "troupe-logback.xml";
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        ServiceLoader.load(Subcommand.class).forEach(line::addSubcommand);
        RemoteCommands.addTo(line);
        CommandGroups.install(line);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExpandAtFiles(false); // @FILE is JSON in a file
        line.setColorScheme(Help.defaultColorScheme(
                Boolean.getBoolean("troupe.terminal") ? Help.Ansi.AUTO : Help.Ansi.OFF)); // the launcher knows
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            command.getErr().println("troupe: " + reason(thrown));
            return thrown instanceof IllegalArgumentException ? 2 : 1;
        });
        line.setParameterExceptionHandler((thrown, arguments) -> {
            var command = thrown.getCommandLine();
            command.getErr().println("troupe: " + thrown.getMessage());
            command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return 2;
        });
        return line;
    }

    /** Without a command: says which there are. */
    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    private static String reason(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }
}
