package dev.troupe.node;

import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.JsonPayload;
import dev.troupe.node.history.HistoryJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A history for people. */
final class HistoryText implements HistoryPrinter {
    private final PrintWriter out;

    HistoryText(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(AgentHistory history) {
        out.println("The history of " + history.agent() + " is kept from turn " + history.keptFrom()
                + " on; what came before is deleted.");
    }

    @Override
    public void turn(AgentId agent, HistoryEntry turn) {
        var message = turn.message();
        out.println("turn " + turn.turn() + "  " + turn.at() + "  " + text(message.payload()));
        line("from", from(message) + "  id " + message.id() + attempts(turn));
        turn.failure().ifPresent(failure -> line("given up", failure.toString()));
        if (turn.before().equals(turn.after())) {
            line("state", text(turn.after()) + "  (unchanged)");
        } else {
            line("before", text(turn.before()));
            line("after", text(turn.after()));
        }
        turn.answer().ifPresent(answer -> line("answer", text(answer)));
        for (var sent : turn.sent()) {
            String topic = sent.topic().map(each -> "  on " + each).orElse("");
            String delay = sent.delay().equals(Duration.ZERO) ? "" : "  after " + sent.delay();
            line("sent", sent.recipient() + topic + delay + "  " + text(sent.payload()));
        }
    }

    @Override
    public void more(long next) {
        out.println("There is more: --from " + next);
    }

    @Override
    public void state(AgentId agent, long turn, @Nullable String state) {
        out.println(state == null ? "none" : state);
    }

    private static String from(HistoryEntry.Message message) {
        return message.sender().map(AgentId::toString).orElse("outside")
                + message.topic().map(topic -> "  on " + topic).orElse("")
                + message.answerTo()
                        .map(request -> "  about request " + request)
                        .orElse("");
    }

    private static String attempts(HistoryEntry turn) {
        return turn.attempts() == 1 ? "" : "  attempts " + turn.attempts();
    }

    private static String text(JsonPayload payload) {
        return payload.type() + " " + HistoryJson.oneLine(payload.json());
    }

    private static String text(Optional<String> state) {
        return state.map(HistoryJson::oneLine).orElse("none");
    }

    private void line(String label, String text) {
        out.println("  " + label + " ".repeat(Math.max(1, 10 - label.length())) + text);
    }
}
