package dev.troupe.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./troupe bench}. Without a command it is {@code delivery}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {"The load programs, each beside its baseline.", "Without a command: delivery."},
        subcommands = {DeliveryCommand.class, DurableCommand.class, ChatCommand.class, GatewayCommand.class},
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong arguments."})
public final class Main {
    private static final List<String> OWN =
            List.of("delivery", "durable", "chat", "gateway", "machines", "-h", "--help", "-V", "--version");

    private Main() {}

    public static void main(String[] args) {
        Program.LOGGING.forEach(System::setProperty);
        System.exit(execute(args));
    }

    /** Returns the exit code. */
    static int execute(String... args) {
        return commandLine().execute(withCommand(args));
    }

    /** Returns the program with its commands. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        // Unknown options are JMH's, and belong to what stands beside them.
        line.addSubcommand(new CommandLine(new MachinesCommand()).setUnmatchedOptionsArePositionalParams(true));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            command.getErr().println("troupe bench: " + (thrown.getMessage() == null ? thrown : thrown.getMessage()));
            return thrown instanceof IllegalArgumentException ? 2 : 1;
        });
        line.setParameterExceptionHandler((thrown, arguments) -> {
            var err = thrown.getCommandLine().getErr();
            err.println("troupe bench: " + thrown.getMessage());
            err.println("See 'troupe bench --help'.");
            return 2;
        });
        return line;
    }

    private static String[] withCommand(String... args) {
        if (args.length > 0 && OWN.contains(args[0])) {
            return args;
        }
        List<String> all = new ArrayList<>(List.of("delivery"));
        all.addAll(Arrays.asList(args));
        return all.toArray(String[]::new);
    }
}
