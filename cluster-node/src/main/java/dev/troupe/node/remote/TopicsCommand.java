package dev.troupe.node.remote;

import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code troupe topics}: who hears what. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the topic types that somebody is subscribed to, and which agent types hear them.",
            "A * stands for all that begin so."
        },
        footer = {
            "",
            "Example:",
            "  ./run topics",
            "",
            "Exit codes: 0 listed, 1 no node was reached, or it refuses, 2 wrong arguments."
        })
public final class TopicsCommand extends Remote {
    @Override
    int run(RemoteNode node) throws IOException {
        var answer = node.get("/v1/topics");
        if (isJson()) {
            printJson(answer);
            return 0;
        }
        var table = new Table("TOPIC", "HEARD BY");
        answer.path("topics").forEachEntry((topic, hearers) -> table.add(topic, String.join(", ", Texts.of(hearers))));
        print(table);
        return 0;
    }
}
