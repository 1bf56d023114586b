package dev.troupe.node.remote;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe send}: sends a message to an agent. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a message to an agent, and prints its id and where it is: STORED outlives the node, ACCEPTED is in its",
            "memory. What became of it: 'troupe message ID', or --settled."
        },
        footer = {
            "",
            "Examples, in a project of 'troupe new':",
            "  ./run send notes/ada notes.Add '{\"text\":\"tea\"}'",
            "  ./run send notes/ada notes.Add '{\"text\":\"milk\"}' --settled",
            "",
            "Exit codes: 0 sent, 1 refused or failed, 2 wrong arguments, or the agent does not handle such a message."
        })
public final class SendCommand extends Remote {
    @Parameters(index = "0", paramLabel = "TYPE/KEY", description = "The agent; the first slash divides.")
    private String agent = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type of the message, such as notes.Add.")
    private String type = "";

    @Parameters(index = "2", paramLabel = "JSON", description = JsonArgument.DESCRIPTION)
    private String json = "";

    @Mixin
    private SendOptions options = new SendOptions();

    @Override
    int run(RemoteNode node) throws IOException {
        printMessage(options.post(node, AgentsCommand.path(agent, "/messages"), type, JsonArgument.text(json)));
        return 0;
    }
}
