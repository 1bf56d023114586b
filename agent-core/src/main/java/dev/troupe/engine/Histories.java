package dev.troupe.engine;

import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.HistoryEntry.Sent;
import dev.troupe.agent.JsonPayload;
import dev.troupe.journal.JournalPage;
import dev.troupe.journal.Reminder;
import dev.troupe.journal.StoredState;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads stored turns the way users see them. */
public final class Histories {
    private Histories() {}

    /** Returns the turns of a page; what else is stored has no place there. */
    public static AgentHistory of(JournalPage page) {
        var state = page.before().state();
        List<HistoryEntry> turns = new ArrayList<>();
        for (var numbered : page.entries()) {
            if (numbered.entry() instanceof TurnRecord turn) {
                turns.add(entry(numbered.number(), turn, state));
                state = turn.state() == null ? state : turn.state();
            }
        }
        return new AgentHistory(page.agent(), page.keptFrom(), page.highest(), turns, page.next());
    }

    static HistoryEntry entry(long number, TurnRecord turn, @Nullable StoredState before) {
        var after = turn.state() == null ? before : turn.state();
        return new HistoryEntry(
                number,
                Instant.ofEpochMilli(turn.at()),
                message(turn.message()),
                turn.attempts(),
                Optional.ofNullable(turn.failure()),
                Optional.ofNullable(before).map(StoredState::json),
                Optional.ofNullable(after).map(StoredState::json),
                answer(turn),
                sent(turn));
    }

    private static HistoryEntry.Message message(Envelope envelope) {
        return new HistoryEntry.Message(
                envelope.id(),
                StoredSends.shownSender(envelope),
                Optional.ofNullable(envelope.topic()),
                envelope.kind() == Envelope.Kind.MESSAGE
                        ? Optional.empty()
                        : Optional.ofNullable(envelope.correlationId()),
                envelope.payload().toJsonPayload());
    }

    /** One from outside is answered with the outcome, an agent by a message. */
    private static Optional<JsonPayload> answer(TurnRecord turn) {
        if (turn.answer() != null) {
            return Optional.of(payload(turn.answer()));
        }
        return turn.sent().stream()
                .filter(envelope -> answers(envelope, turn.message()))
                .map(envelope -> envelope.payload().toJsonPayload())
                .findFirst();
    }

    private static JsonPayload payload(Answer answer) {
        var payload = answer.payload();
        if (payload != null) {
            return payload.toJsonPayload();
        }
        var failure = answer.failure();
        if (failure == null) {
            throw new IllegalStateException("answer: " + answer + " (expected: a payload or a failure)");
        }
        return Failures.encode(failure).toJsonPayload();
    }

    private static List<Sent> sent(TurnRecord turn) {
        List<Sent> sent = new ArrayList<>();
        for (var envelope : turn.sent()) {
            if (!answers(envelope, turn.message())) {
                sent.add(sent(envelope, Duration.ZERO));
            }
        }
        for (Reminder later : turn.later()) {
            sent.add(sent(later.envelope(), Duration.ofMillis(later.at() - turn.at())));
        }
        return sent;
    }

    private static boolean answers(Envelope sent, Envelope message) {
        return sent.kind() != Envelope.Kind.MESSAGE
                && sent.recipient().equals(message.asker())
                && message.id().equals(sent.correlationId());
    }

    private static Sent sent(Envelope envelope, Duration delay) {
        return new Sent(
                envelope.recipient(),
                Optional.ofNullable(envelope.topic()),
                envelope.payload().toJsonPayload(),
                delay);
    }
}
