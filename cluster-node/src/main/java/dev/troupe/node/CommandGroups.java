package dev.troupe.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the commands of {@code troupe --help} by what they are for. */
final class CommandGroups {
    /** Characters of a description, so that a line fits. */
    private static final int MOST = 100;

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("Run a node", List.of("node", "gateway", "config", "token"));
        GROUPS.put(
                "Look at a running cluster",
                List.of(
                        "cluster",
                        "agents",
                        "agent",
                        "topics",
                        "subscriptions",
                        "message",
                        "dead-letters",
                        "listen",
                        "ledger",
                        "trace"));
        GROUPS.put("Act on agents", List.of("send", "ask", "publish"));
        GROUPS.put("Develop", List.of("new", "demo", "chat", "replay", "completion"));
    }

    private CommandGroups() {}

    /** Has the help of a command list its commands in groups. */
    static void install(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::render);
    }

    /** Returns the names of those that are in no group. */
    static List<String> rest(Map<String, ?> commands) {
        var known = GROUPS.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return commands.keySet().stream().filter(name -> !known.contains(name)).toList();
    }

    private static String render(Help help) {
        Map<String, List<String>> groups = new LinkedHashMap<>(GROUPS);
        groups.put("Other", rest(help.subcommands()));
        var text = new StringBuilder();
        groups.forEach((title, names) -> {
            var lines = new StringBuilder();
            names.forEach(name -> lines.append(line(help, name)));
            if (!lines.isEmpty()) {
                text.append(String.format("%n%s:%n", title)).append(lines);
            }
        });
        return text.toString();
    }

    private static String line(Help help, String name) {
        var command = help.subcommands().get(name);
        if (command == null) {
            return ""; // a module that is not there has it
        }
        String[] description = command.commandSpec().usageMessage().description();
        String what = description.length == 0 ? "" : firstSentence(String.join(" ", description));
        // Padded before it is coloured: what colours takes room in the text, but not on the screen.
        String padding = " ".repeat(Math.max(1, 15 - name.length()));
        return String.format("  %s%s%s%n", help.colorScheme().commandText(name), padding, what);
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end + 1);
        return sentence.length() <= MOST ? sentence : sentence.substring(0, MOST - 1) + "…";
    }
}
