package dev.troupe.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history for programs: one JSON object per line. Fields are added, not renamed; those without a value are left out. */
final class JsonLines implements HistoryPrinter {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Turn(
            AgentId agent,
            long turn,
            Instant at,
            Message message,
            int attempts,
            @Nullable Failure failure,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after,
            @Nullable Content answer,
            List<Sent> sent) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Message(
            String id,
            @Nullable AgentId sender,
            @Nullable TopicId topic,
            @Nullable String answerTo,
            String type,
            @JsonRawValue String json) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Sent(
            AgentId recipient,
            @Nullable TopicId topic,
            @Nullable Duration delay,
            String type,
            @JsonRawValue String json) {}

    private record Content(String type, @JsonRawValue String json) {}

    private record State(
            AgentId agent,
            long turn,
            @JsonRawValue @Nullable String state) {}

    private record Kept(AgentId agent, long keptFrom) {}

    private record More(long next) {}

    private final PrintWriter out;

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(AgentHistory history) {
        print(new Kept(history.agent(), history.keptFrom()));
    }

    @Override
    public void turn(AgentId agent, HistoryEntry turn) {
        print(new Turn(
                agent,
                turn.turn(),
                turn.at(),
                message(turn.message()),
                turn.attempts(),
                turn.failure().orElse(null),
                turn.before().map(JsonLines::oneLine).orElse(null),
                turn.after().map(JsonLines::oneLine).orElse(null),
                turn.answer().map(JsonLines::content).orElse(null),
                turn.sent().stream().map(JsonLines::sent).toList()));
    }

    @Override
    public void more(long next) {
        print(new More(next));
    }

    @Override
    public void state(AgentId agent, long turn, @Nullable String state) {
        print(new State(agent, turn, state == null ? null : oneLine(state)));
    }

    private static Message message(HistoryEntry.Message message) {
        return new Message(
                message.id(),
                message.sender().orElse(null),
                message.topic().orElse(null),
                message.answerTo().orElse(null),
                message.payload().type(),
                oneLine(message.payload().json()));
    }

    private static Sent sent(HistoryEntry.Sent sent) {
        return new Sent(
                sent.recipient(),
                sent.topic().orElse(null),
                sent.delay().isZero() ? null : sent.delay(),
                sent.payload().type(),
                oneLine(sent.payload().json()));
    }

    private static Content content(JsonPayload payload) {
        return new Content(payload.type(), oneLine(payload.json()));
    }

    /** A line break in JSON is between its parts: within a text it is written as an escape. */
    static String oneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    private void print(Object line) {
        out.println(Json.text(line));
    }
}
