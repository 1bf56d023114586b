package dev.troupe.engine;

import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.HistoryEntry.Sent;
import dev.troupe.agent.JsonPayload;
import dev.troupe.engine.ReplayedTurn.Difference;
import dev.troupe.journal.StoredState;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Json;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import dev.troupe.message.UnreadableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a stored turn with what today's code does. Values count, not their text: a field that is new, and has its
 * default where it was not stored, is no difference.
 */
final class ReplayComparison<S> {
    private static final String NOTHING = "nothing";

    private final TurnRunner<?, S> runner;
    private final MessageTypes types;

    ReplayComparison(TurnRunner<?, S> runner, MessageTypes types) {
        this.runner = runner;
        this.types = types;
    }

    /** Returns the first difference between two records of one turn; empty if there is none. */
    Optional<Difference> difference(@Nullable StoredState before, TurnRecord stored, TurnRecord today) {
        var then = Histories.entry(0, stored, before);
        var now = Histories.entry(0, today, before);
        return failure(then, now)
                .or(() -> state(before, stored.state(), today.state()))
                .or(() -> answer(then.answer(), now.answer()))
                .or(() -> sent(then, now));
    }

    /** What the text of a failure says is for people. */
    private static Optional<Difference> failure(HistoryEntry stored, HistoryEntry today) {
        boolean same = stored.failure().isPresent() == today.failure().isPresent();
        return same
                ? Optional.empty()
                : Optional.of(new Difference(
                        "failure",
                        stored.failure().map(Object::toString).orElse(NOTHING),
                        today.failure().map(Object::toString).orElse(NOTHING)));
    }

    private Optional<Difference> state(
            @Nullable StoredState before, @Nullable StoredState stored, @Nullable StoredState today) {
        if (stored == null && today == null) {
            return Optional.empty();
        }
        var then = stored == null ? before : stored;
        var now = today == null ? before : today;
        try {
            return equal(value(then), value(now))
                    ? Optional.empty()
                    : Optional.of(new Difference("state after", text(then), text(now)));
        } catch (IllegalStateException unreadable) {
            return Optional.of(new Difference("state after", text(then), String.valueOf(unreadable.getMessage())));
        }
    }

    private S value(@Nullable StoredState state) {
        return state == null ? runner.emptyState() : runner.readState(state);
    }

    private String text(@Nullable StoredState state) {
        return state == null ? runner.writeState(runner.emptyState()).json() : state.json();
    }

    private Optional<Difference> answer(Optional<JsonPayload> stored, Optional<JsonPayload> today) {
        boolean same = stored.isPresent() == today.isPresent()
                && (stored.isEmpty() || equal(value(stored.get()), value(today.get())));
        return same
                ? Optional.empty()
                : Optional.of(new Difference(
                        "answer",
                        stored.map(ReplayComparison::text).orElse(NOTHING),
                        today.map(ReplayComparison::text).orElse(NOTHING)));
    }

    private Optional<Difference> sent(HistoryEntry stored, HistoryEntry today) {
        int most = Math.max(stored.sent().size(), today.sent().size());
        for (int index = 0; index < most; index++) {
            var then = index < stored.sent().size() ? stored.sent().get(index) : null;
            var now = index < today.sent().size() ? today.sent().get(index) : null;
            if (then == null || now == null || !equal(then, now)) {
                return Optional.of(
                        new Difference("message " + (index + 1) + " of what it sent", text(then), text(now)));
            }
        }
        return Optional.empty();
    }

    private boolean equal(Sent stored, Sent today) {
        return stored.recipient().equals(today.recipient())
                && stored.topic().equals(today.topic())
                && stored.delay().equals(today.delay())
                && equal(value(stored.payload()), value(today.payload()));
    }

    /** Those who are no records may have no {@code equals}; then the JSON decides. */
    private static boolean equal(Object stored, Object today) {
        return stored.equals(today) || (stored.getClass() == today.getClass() && Json.same(stored, today));
    }

    /** Returns what a payload is today; itself, if it is nothing that today's code knows. */
    private Object value(JsonPayload payload) {
        try {
            return types.decode(Payload.of(payload));
        } catch (UnreadableException unknown) {
            return payload;
        }
    }

    private static String text(JsonPayload payload) {
        return payload.type() + " " + payload.json();
    }

    private static String text(@Nullable Sent sent) {
        if (sent == null) {
            return NOTHING;
        }
        String topic = sent.topic().map(each -> " on " + each).orElse("");
        String delay = sent.delay().equals(Duration.ZERO) ? "" : " after " + sent.delay();
        return "to " + sent.recipient() + topic + delay + ": " + text(sent.payload());
    }
}
