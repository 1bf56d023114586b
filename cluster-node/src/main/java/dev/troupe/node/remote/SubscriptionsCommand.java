package dev.troupe.node.remote;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code troupe subscriptions}: which agent type hears which topics. */
@Command(
        name = "subscriptions",
        mixinStandardHelpOptions = true,
        description = "Lists, adds and removes subscriptions. They are those of the whole cluster.",
        subcommands = {
            SubscriptionsCommand.ListAll.class,
            SubscriptionsCommand.Add.class,
            SubscriptionsCommand.Remove.class
        })
public final class SubscriptionsCommand extends Group {
    private static final String PATH = "/v1/subscriptions";

    /** {@code troupe subscriptions list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the subscriptions. With --json each is one line.",
            footer = {
                "",
                "Example:",
                "  ./run subscriptions list",
                "",
                "Exit codes: 0 listed, 1 no node was reached, or it refuses, 2 wrong arguments."
            })
    static final class ListAll extends Remote {
        @Override
        int run(RemoteNode node) throws IOException {
            var all = node.get(PATH).path("subscriptions");
            if (isJson()) {
                all.forEach(this::printJson);
                return 0;
            }
            var table = new Table("TOPIC", "HEARD BY");
            for (var each : all) {
                String topic = each.has("topicType")
                        ? each.path("topicType").asText()
                        : each.path("topicTypePrefix").asText() + "*";
                table.add(topic, each.path("agentType").asText());
            }
            print(table);
            return 0;
        }
    }

    /** What both ways to change them have in common. */
    private abstract static class Change extends Remote {
        @Parameters(
                index = "0",
                paramLabel = "TOPIC",
                description = "A topic type; with a * behind it, all that begin so.")
        private String topic = "";

        @Parameters(
                index = "1",
                paramLabel = "AGENT_TYPE",
                description = "Who hears it: the agent whose key is the source.")
        private String agentType = "";

        final Map<String, Object> subscription() {
            Map<String, Object> members = new LinkedHashMap<>();
            if (topic.endsWith("*")) {
                members.put("topicTypePrefix", topic.substring(0, topic.length() - 1));
            } else {
                members.put("topicType", topic);
            }
            members.put("agentType", agentType);
            return members;
        }

        final String text() {
            return agentType + " and " + topic;
        }
    }

    /** {@code troupe subscriptions add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Has an agent type hear a topic, until it is removed or the whole cluster has ended.",
            footer = {
                "",
                "Example, in a project of 'troupe new':",
                "  ./run subscriptions add told notes",
                "",
                "Exit codes: 0 added, 1 it is there already, or is refused, 2 wrong arguments."
            })
    static final class Add extends Change {
        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.call("POST", PATH, subscription());
            if (isJson()) {
                printJson(answer);
            } else {
                out().println("added: " + text());
            }
            return 0;
        }
    }

    /** {@code troupe subscriptions remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Has an agent type hear a topic no more.",
            footer = {
                "",
                "Example, after the one of 'subscriptions add':",
                "  ./run subscriptions remove told notes",
                "",
                "Exit codes: 0 removed, 1 it is not there, or is refused, 2 wrong arguments."
            })
    static final class Remove extends Change {
        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.call("DELETE", PATH + RemoteNode.parameters(subscription()), null);
            if (isJson()) {
                printJson(answer);
            } else {
                out().println("removed: " + text());
            }
            return 0;
        }
    }
}
