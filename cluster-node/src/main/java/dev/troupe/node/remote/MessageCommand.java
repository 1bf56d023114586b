package dev.troupe.node.remote;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code troupe message}: what became of a message. */
@Command(
        name = "message",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what became of a message that was sent through a door: its outcome at each recipient. Of one that was",
            "not STORED, only the node that took it knows, for a while."
        },
        footer = {
            "",
            "Example, with an id that 'send' has printed:",
            "  ./run message ID",
            "",
            "Exit codes: 0 printed, 1 the id is unknown or forgotten, or no node was reached, 2 wrong arguments."
        })
public final class MessageCommand extends Remote {
    @Parameters(paramLabel = "ID", description = "The message.")
    private String id = "";

    @Override
    int run(RemoteNode node) throws IOException {
        if (id.isBlank()) {
            throw new IllegalArgumentException("ID: '" + id + "' (expected: an id that 'send' or 'publish' printed)");
        }
        printMessage(node.get("/v1/messages/" + RemoteNode.segment(id)));
        return 0;
    }
}
