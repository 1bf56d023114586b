package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe trace}: who told whom because of a message. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Prints who told whom because of a message, and because of what it was sent: with times and nodes, from what the",
            "nodes remember (troupe.trace.turns) and what the journals of durable agents have."
        },
        footer = {"", "Exit codes: 0 found, 1 nothing is known of it or no node was reached, 2 wrong arguments."})
public final class TraceCommand extends Remote {
    @Parameters(paramLabel = "MESSAGE-ID", description = "The id in the message's receipt, or of a publication.")
    private String message = "";

    @Option(
            names = "--agent",
            paramLabel = "TYPE/KEY",
            description = "A durable agent that had it, if no node may remember that: its journal is read, too.")
    private @Nullable String agent;

    @Override
    int run(RemoteNode node) throws IOException {
        var trace = node.get("/v1/trace/" + RemoteNode.segment(message)
                + RemoteNode.parameters(Collections.singletonMap("agent", agent)));
        boolean found = !trace.path("turns").isEmpty() || !trace.path("fates").isEmpty();
        if (isJson()) {
            printJson(trace);
        } else {
            print(trace);
        }
        return found ? 0 : 1;
    }

    private void print(JsonNode trace) {
        if (trace.path("turns").isEmpty()) {
            out().println("No turn is known of message " + message
                    + " (older than troupe.trace.turns, or not sent here? a durable agent that had it: --agent)");
        } else {
            out().println("trace " + String.join(", ", Texts.of(trace.path("traces"))));
            TraceTree.of(trace.path("turns")).table().print(out());
        }
        for (var fate : trace.path("fates")) {
            out().println("sent durable to " + fate.path("recipient").asText() + ": "
                    + fate.path("outcome").asText());
        }
        if (trace.path("cut").asBoolean()) {
            out().println("(there is more than is shown)");
        }
        if (!trace.path("unread").isEmpty()) {
            out().println("(journals that could not be read: " + String.join(", ", Texts.of(trace.path("unread")))
                    + ")");
        }
        warnOfMissing(trace);
    }
}
