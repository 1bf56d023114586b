package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The turns of a trace, each below the one that sent its message. */
final class TraceTree {
    private static final int MOST_DEPTH = 100;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final String OUTSIDE = "troupe.outside/";

    private final Set<String> spans = new HashSet<>();
    /** The messages that have a turn, by id and recipient. */
    private final Set<String> handled = new HashSet<>();

    private final List<JsonNode> roots = new ArrayList<>();
    private final Map<String, List<JsonNode>> children = new LinkedHashMap<>();
    private final Set<String> printed = new HashSet<>();
    private final Table table = new Table("TIME", "NODE", "MESSAGE", "TYPE", "END", "MILLIS", "ATTEMPT", "FROM -> TO");

    private TraceTree() {}

    /** @param turns in the order of their times */
    static TraceTree of(JsonNode turns) {
        var tree = new TraceTree();
        turns.forEach(turn -> {
            tree.spans.add(turn.path("span").asText());
            tree.handled.add(address(turn.path("message"), turn.path("recipient")));
        });
        turns.forEach(tree::place);
        return tree;
    }

    private void place(JsonNode turn) {
        String parent = turn.path("parent").asText("");
        if (spans.contains(parent) && !parent.equals(turn.path("span").asText())) {
            children.computeIfAbsent(parent, span -> new ArrayList<>()).add(turn);
        } else {
            roots.add(turn);
        }
    }

    Table table() {
        roots.forEach(root -> add(root, 0));
        return table;
    }

    private void add(JsonNode turn, int depth) {
        table.add(
                turn.path("at").asText(),
                turn.path("node").asText() + (turn.path("stored").asBoolean() ? " (stored)" : ""),
                turn.path("message").asText(),
                turn.path("type").asText(),
                turn.path("end").asText(),
                millis(turn.path("micros").asLong()),
                turn.path("attempt").asInt() + (turn.path("redelivered").asBoolean() ? ", redelivered" : ""),
                arrow(depth, name(turn.path("sender")), name(turn.path("recipient"))));
        addWhatFollows(turn, depth + 1);
    }

    /** Of several attempts, what agents did because of them stands below the first. */
    private void addWhatFollows(JsonNode turn, int depth) {
        if (depth > MOST_DEPTH) {
            table.add("", "", "", "", "", "", "", arrow(depth, "(deeper than " + MOST_DEPTH + ")", "…"));
            return;
        }
        for (var told : turn.path("sent")) {
            if (!handled.contains(address(told.path("message"), told.path("recipient")))) {
                table.add(
                        "",
                        "",
                        told.path("message").asText(),
                        told.path("type").asText(),
                        name(told.path("recipient")).equals("outside") ? "" : "no turn known",
                        "",
                        "",
                        arrow(depth, name(turn.path("recipient")), name(told.path("recipient"))));
            }
        }
        if (printed.add(turn.path("span").asText())) {
            children.getOrDefault(turn.path("span").asText(), List.of()).forEach(child -> add(child, depth));
        }
    }

    private static String arrow(int depth, String from, String to) {
        return "  ".repeat(depth) + from + " -> " + to;
    }

    private static String name(JsonNode agent) {
        String id = agent.asText("");
        return agent.isNull() || id.isEmpty() || id.startsWith(OUTSIDE) ? "outside" : id;
    }

    private static String millis(long micros) {
        return micros == 0 ? "" : String.format(Locale.ROOT, "%.1f", micros / MICROS_PER_MILLI);
    }

    private static String address(JsonNode message, JsonNode recipient) {
        return message.asText() + " " + recipient.asText();
    }
}
