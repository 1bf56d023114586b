package dev.troupe.node.remote;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe ask}: asks an agent. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        description = "Asks an agent, and prints its answer, in JSON.",
        footer = {
            "",
            "Example, in a project of 'troupe new':",
            "  ./run ask notes/ada notes.Read '{}'",
            "",
            "Exit codes: 0 answered, 1 no answer or a failure, 2 wrong arguments, or the agent has no such request."
        })
public final class AskCommand extends Remote {
    @Parameters(index = "0", paramLabel = "TYPE/KEY", description = "The agent; the first slash divides.")
    private String agent = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type of the request, such as notes.Read.")
    private String type = "";

    @Parameters(index = "2", paramLabel = "JSON", description = JsonArgument.DESCRIPTION)
    private String json = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long the agent has, such as 500ms, 10s or 2m; default: what the node says.")
    private @Nullable String timeout;

    @Override
    int run(RemoteNode node) throws IOException {
        // The node holds the longest time that may be asked for, so it decides, not --wait.
        var asked = timeout == null ? node : node.patient();
        String parameters = "?type=" + RemoteNode.segment(type)
                + (timeout == null ? "" : "&timeout=" + RemoteNode.segment(timeout));
        var answer = asked.call(
                "POST", AgentsCommand.path(agent, "/requests") + parameters, JsonArgument.text(json), Map.of());
        if (isJson()) {
            printJson(answer);
        } else {
            out().println(answer.toPrettyString());
        }
        return 0;
    }
}
