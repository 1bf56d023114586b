package dev.troupe.node.remote;

import dev.troupe.agent.TopicId;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code troupe publish}: publishes an event. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes an event on a topic, and prints its id and where it is. Each agent type that is subscribed to the",
            "topic's type gets it, at the key that is the topic's source. NO_RECIPIENTS: nobody is subscribed."
        },
        footer = {
            "",
            "Example, in a project of 'troupe new', whose agents hear it after the example of 'subscriptions add':",
            "  ./run publish told/ada notes.Add '{\"text\":\"tea\"}'",
            "",
            "Exit codes: 0 published, 1 refused or failed, 2 wrong arguments."
        })
public final class PublishCommand extends Remote {
    @Parameters(index = "0", paramLabel = "TOPIC/SOURCE", description = "The topic; the first slash divides.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type of the event, such as notes.Add.")
    private String type = "";

    @Parameters(index = "2", paramLabel = "JSON", description = JsonArgument.DESCRIPTION)
    private String json = "";

    @Mixin
    private SendOptions options = new SendOptions();

    @Override
    int run(RemoteNode node) throws IOException {
        printMessage(options.post(node, path(topic), type, JsonArgument.text(json)));
        return 0;
    }

    /** Returns the path of a topic; throws {@link IllegalArgumentException} if the text names none. */
    static String path(String topic) {
        var id = TopicId.parse(topic);
        return "/v1/topics/" + RemoteNode.segment(id.type()) + "/" + RemoteNode.segment(id.source());
    }
}
