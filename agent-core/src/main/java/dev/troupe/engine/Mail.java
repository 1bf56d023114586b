package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Request;
import dev.troupe.journal.Reminder;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one turn sends, encoded.
 *
 * @param now leaves at once
 * @param later leaves, or comes back to the agent, at its time
 * @param asked the requests among {@code now}
 * @param published for live listeners
 * @param answerOutside the answer to a request from outside; it travels with the outcome
 */
record Mail(
        List<Envelope> now,
        List<Reminder> later,
        List<Asked> asked,
        List<PublishedEvent> published,
        @Nullable Answer answerOutside) {

    /** A request of this turn. */
    record Asked(String id, AgentId target, Request<?> request, long deadline) {}

    static final Mail NONE = new Mail(List.of(), List.of(), List.of(), List.of(), null);
}
