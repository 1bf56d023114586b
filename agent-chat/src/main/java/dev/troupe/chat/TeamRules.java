package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a team lets become part of a conversation, and when it stops. Pure. */
record TeamRules(TeamOptions options, AgentRef<TeamCommand> self) {
    private static final int CHARACTERS_BESIDE_TEXT = 400;
    private static final int MOST_BYTES_PER_CHARACTER = 6;

    /** Returns how far the condition is before a run; null if there is none. */
    @Nullable
    Progress start(Instant now) {
        return options.termination().map(condition -> condition.start(now)).orElse(null);
    }

    /**
     * Returns what the team's interventions make of {@code items}.
     *
     * @throws IllegalStateException if one throws
     */
    List<ChatItem> let(List<? extends ChatItem> items) {
        List<ChatItem> passed = new ArrayList<>(items.size());
        for (ChatItem item : items) {
            if (item instanceof ChatMessage message) {
                let(message, passed);
            } else {
                passed.add(item);
            }
        }
        return passed;
    }

    private void let(ChatMessage message, List<ChatItem> passed) {
        @Nullable ChatMessage now = message;
        for (Intervention each : options.interventions()) {
            try {
                now = each.onMessage(now, self.key()).orElse(null);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) { // code of others
                throw new IllegalStateException("intervention: " + e, e);
            }
            if (now == null) {
                return;
            }
        }
        passed.add(now);
    }

    /**
     * Returns the state in which the condition knows the news. Once it is met it stays so.
     *
     * @throws IllegalStateException if the condition throws
     */
    TeamState checked(TeamState state, List<? extends ChatItem> news, Instant now) {
        var run = requireNonNull(state.run(), "run");
        if (options.termination().isEmpty() || run.stopReason() != null) {
            return state;
        }
        var situation =
                new TerminationCondition.Situation(news, now, run.wishes().stop());
        try {
            var before = requireNonNull(run.progress(), "progress");
            return state.withRun(run.withProgress(options.termination().get().check(before, situation)));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) { // may be
            throw new IllegalStateException("termination condition: " + e, e);
        }
    }

    /** Returns why a run stops that has had its turns; null as long as it has not. */
    @Nullable
    String tooManyTurns(TeamRun run) {
        var most = options.maxTurns();
        return most.isPresent() && run.turns() >= most.get()
                ? "Maximum number of turns " + most.get() + " reached."
                : null;
    }

    /** Returns why {@code items} cannot be told at once; null if they can. */
    @Nullable
    Failure tooLarge(String what, List<? extends ChatItem> items) {
        long characters = 0;
        for (ChatItem item : items) {
            characters += item.toText().length() + CHARACTERS_BESIDE_TEXT;
        }
        if (characters < options.maxBytes() / MOST_BYTES_PER_CHARACTER) {
            return null; // nothing that is usual is counted byte by byte
        }
        int bytes = ChatJson.bytes(items);
        return bytes <= options.maxBytes()
                ? null
                : Failure.of(
                        Failure.Kind.OVERLOADED,
                        what + ": " + bytes + " bytes in " + items.size() + " items (limit: " + options.maxBytes()
                                + ", Team.withMaxBytes; begin another conversation, or reset this one)");
    }

    /** Returns what a run ends with when one of these has thrown, or something that it was given. */
    static Failure failureOf(Throwable thrown) {
        if (thrown instanceof AgentException failed) {
            return failed.failure();
        }
        boolean ours = thrown instanceof IllegalStateException && thrown.getMessage() != null;
        return Failure.of(Failure.Kind.HANDLER_ERROR, ours ? String.valueOf(thrown.getMessage()) : thrown.toString());
    }

    /** Returns what a run ends with when its manager has thrown. */
    Failure failureOf(TeamManager<?> manager, Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NoSpeakerException) {
            return Failure.rejected("team " + self + ": " + cause.getMessage());
        }
        if (cause instanceof AgentException failed) {
            return new Failure(
                    failed.failure().kind(),
                    manager.name() + ": " + failed.failure().message());
        }
        return Failure.of(Failure.Kind.HANDLER_ERROR, manager.name() + ": " + cause);
    }
}
