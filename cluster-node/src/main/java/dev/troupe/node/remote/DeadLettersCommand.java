package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe dead-letters}: the messages that were given up. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Shows the messages that were given up, sends them again, or forgets them.",
        subcommands = {
            DeadLettersCommand.ListAll.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.Resend.class,
            DeadLettersCommand.Purge.class
        })
public final class DeadLettersCommand extends Group {
    private static final String PATH = "/v1/dead-letters";
    private static final int MOST_IN_PAGE = 1_000;

    /** {@code troupe dead-letters list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the dead letters in the store and in the memory of all nodes, oldest first; of those in memory, NODE",
                "says where: they go with it. A gateway's port knows only its own memory. With --json each is one line."
            },
            footer = {
                "",
                "Example:",
                "  ./run dead-letters list",
                "",
                "Exit codes: 0 listed, 1 a node did not answer, or none was reached, or it refuses, 2 wrong arguments."
            })
    static final class ListAll extends PagedList {
        @Override
        int run(RemoteNode node) throws IOException {
            return show(node, PATH, Map.of(), "deadLetters");
        }

        @Override
        Table heading() {
            return new Table("AT", "RECIPIENT", "TYPE", "ATTEMPTS", "FAILURE", "NODE", "ID");
        }

        @Override
        void addRow(Table table, JsonNode letter) {
            table.add(
                    letter.path("at").asText(),
                    letter.path("recipient").asText(),
                    letter.path("type").asText(),
                    letter.path("attempts").asInt(),
                    letter.path("failure").path("kind").asText(),
                    letter.path("node").asText(letter.path("kept").asText()),
                    letter.path("id").asText());
        }
    }

    /** {@code troupe dead-letters show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one dead letter: why it was given up, and the message.",
            footer = {
                "",
                "Example, with an id of 'dead-letters list':",
                "  ./run dead-letters show ID",
                "",
                "Exit codes: 0 shown, 1 there is none with this id, or no node was reached, 2 wrong arguments."
            })
    static final class Show extends Remote {
        @Parameters(paramLabel = "ID", description = "The dead letter.")
        private String id = "";

        @Override
        int run(RemoteNode node) throws IOException {
            var answer = node.get(path(id));
            if (isJson()) {
                printJson(answer);
                return 0;
            }
            var letter = answer.path("letter");
            letter.forEachEntry((name, value) -> {
                if (!value.isNull()) {
                    line(name, name.equals("failure") ? Texts.failure(value) : value.asText());
                }
            });
            line("payload", answer.path("payload").toString());
            return 0;
        }

        private void line(String label, String text) {
            out().println(label + " ".repeat(Math.max(1, 11 - label.length())) + text);
        }
    }

    /** {@code troupe dead-letters resend}. */
    @Command(
            name = "resend",
            mixinStandardHelpOptions = true,
            description = "Sends dead letters again, with a new deadline. What fails again is a dead letter again.",
            footer = {
                "",
                "Example, with an id of 'dead-letters list':",
                "  ./run dead-letters resend ID",
                "",
                "Exit codes: 0 sent, 1 there is none with this id, or it is refused, 2 wrong arguments."
            })
    static final class Resend extends Remote {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "The dead letters.")
        private List<String> ids = List.of();

        @Override
        int run(RemoteNode node) throws IOException {
            for (String id : ids) {
                printMessage(node.call("POST", path(id) + "/resend", null));
            }
            return 0;
        }
    }

    /** {@code troupe dead-letters purge}. */
    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = {
                "Forgets dead letters for good: those that are named, or all. Asks first; where there is no terminal to",
                "ask at, --yes says so."
            },
            footer = {
                "",
                "Examples, with an id of 'dead-letters list':",
                "  ./run dead-letters purge ID --yes",
                "  ./run dead-letters purge --all --yes",
                "",
                "Exit codes: 0 purged, 1 there is none with this id, or it is refused, or a node did not answer, 2 wrong",
                "arguments, or not confirmed."
            })
    static final class Purge extends Remote {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "The dead letters.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All that 'dead-letters list --all' shows.")
        private boolean all;

        @Option(names = "--yes", description = "Does not ask.")
        private boolean yes;

        @Override
        int run(RemoteNode node) throws IOException {
            if (all == !ids.isEmpty()) {
                throw new IllegalArgumentException(
                        "ID: " + ids + (all ? " and --all" : "") + " (expected: ids of 'dead-letters list', or --all)");
            }
            if (!yes
                    && !Terminal.confirms(
                            "Purge " + (all ? "all dead letters" : ids.size() + " dead letter(s)") + "?")) {
                throw new IllegalArgumentException("not confirmed (expected: yes, or --yes)");
            }
            var answer = JsonNodeFactory.instance.objectNode();
            if (all) {
                purgeAll(node, answer);
            } else {
                answer.put("purged", purge(node));
            }
            if (isJson()) {
                printJson(answer);
            } else {
                out().println("purged: " + answer.path("purged").asLong());
            }
            warnOfMissing(answer);
            return answer.path("missing").isEmpty() ? 0 : 1;
        }

        private long purge(RemoteNode node) throws IOException {
            for (String id : ids) {
                node.call("DELETE", path(id), null);
            }
            return ids.size();
        }

        private static void purgeAll(RemoteNode node, ObjectNode answer) throws IOException {
            long purged = 0;
            Set<String> missing = new TreeSet<>();
            String after = "";
            do {
                var page = node.call("DELETE", PATH + "?limit=" + MOST_IN_PAGE + after, null);
                purged += page.path("purged").asLong();
                missing.addAll(Texts.of(page.path("missing")));
                after = page.has("next")
                        ? "&after=" + RemoteNode.segment(page.path("next").asText())
                        : null;
            } while (after != null);
            answer.put("purged", purged);
            if (!missing.isEmpty()) {
                missing.forEach(answer.putArray("missing")::add);
            }
        }
    }

    private static String path(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("ID: '" + id + "' (expected: one of 'dead-letters list')");
        }
        return PATH + "/" + RemoteNode.segment(id);
    }
}
