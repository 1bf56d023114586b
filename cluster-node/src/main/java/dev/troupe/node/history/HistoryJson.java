package dev.troupe.node.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored turns of agents as JSON. Fields are added, not renamed; those without a value are left out. */
public final class HistoryJson {
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

    private HistoryJson() {}

    /** Returns a turn in the form in which it is written. */
    public static Object turn(AgentId agent, HistoryEntry turn) {
        return new Turn(
                agent,
                turn.turn(),
                turn.at(),
                message(turn.message()),
                turn.attempts(),
                turn.failure().orElse(null),
                turn.before().map(HistoryJson::oneLine).orElse(null),
                turn.after().map(HistoryJson::oneLine).orElse(null),
                turn.answer().map(HistoryJson::content).orElse(null),
                turn.sent().stream().map(HistoryJson::sent).toList());
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
    public static String oneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }
}
