package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.io.PrintWriter;

/** The turns of an agent for people, out of what a node says of them. */
final class TurnLines {
    private final PrintWriter out;

    TurnLines(PrintWriter out) {
        this.out = out;
    }

    void print(JsonNode history) {
        long keptFrom = history.path("keptFrom").asLong();
        if (keptFrom > 1) {
            out.println("The history of " + history.path("agent").asText() + " is kept from turn " + keptFrom
                    + " on; what came before is deleted.");
        }
        history.path("turns").forEach(this::turn);
        if (history.has("next")) {
            out.println("There is more: --from " + history.path("next").asLong());
        }
    }

    private void turn(JsonNode turn) {
        var message = turn.path("message");
        out.println(
                "turn " + turn.path("turn").asLong() + "  " + turn.path("at").asText() + "  " + payload(message));
        line("from", message.path("sender").asText("outside") + about(message) + attempts(turn));
        if (turn.has("failure")) {
            line("given up", Texts.failure(turn.path("failure")));
        }
        if (turn.path("before").equals(turn.path("after"))) {
            line("state", state(turn.path("after")) + "  (unchanged)");
        } else {
            line("before", state(turn.path("before")));
            line("after", state(turn.path("after")));
        }
        if (turn.has("answer")) {
            line("answer", payload(turn.path("answer")));
        }
        turn.path("sent").forEach(this::sent);
    }

    private static String about(JsonNode message) {
        return (message.has("topic") ? "  on " + message.path("topic").asText() : "")
                + (message.has("answerTo")
                        ? "  about request " + message.path("answerTo").asText()
                        : "")
                + "  id " + message.path("id").asText();
    }

    private static String attempts(JsonNode turn) {
        int attempts = turn.path("attempts").asInt();
        return attempts == 1 ? "" : "  attempts " + attempts;
    }

    private void sent(JsonNode sent) {
        String topic = sent.has("topic") ? "  on " + sent.path("topic").asText() : "";
        String delay = sent.has("delay") ? "  after " + sent.path("delay").asText() : "";
        line("sent", sent.path("recipient").asText() + topic + delay + "  " + payload(sent));
    }

    private static String payload(JsonNode payload) {
        return payload.path("type").asText() + " " + Json.text(payload.path("json"));
    }

    private static String state(JsonNode state) {
        return state.isMissingNode() ? "none" : Json.text(state);
    }

    private void line(String label, String text) {
        out.println("  " + label + " ".repeat(Math.max(1, 10 - label.length())) + text);
    }
}
