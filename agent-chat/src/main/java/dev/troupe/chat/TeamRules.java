package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team lets become part of a conversation, and when it stops. Pure. */
record TeamRules(TeamOptions options, String conversation) {

    /** Returns how far the condition is before a run; null if there is none. */
    @Nullable
    Progress start(Instant now) {
        return options.termination().map(condition -> condition.start(now)).orElse(null);
    }

    /** Returns what the team's interventions make of {@code items}; throws what they throw. */
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
            now = each.onMessage(now, conversation).orElse(null);
            if (now == null) {
                return;
            }
        }
        passed.add(now);
    }

    /** Returns the state in which the condition knows the news. Once it is met it stays so. */
    TeamState checked(TeamState state, List<? extends ChatItem> news, Instant now) {
        var run = requireNonNull(state.run(), "run");
        if (options.termination().isEmpty() || run.stopReason() != null) {
            return state;
        }
        var situation =
                new TerminationCondition.Situation(news, now, run.wishes().stop());
        var progress = options.termination().get().check(requireNonNull(run.progress(), "progress"), situation);
        return state.withRun(run.withProgress(progress));
    }

    /** Returns why a run stops that has had its turns; null as long as it has not. */
    @Nullable
    String tooManyTurns(TeamRun run) {
        var most = options.maxTurns();
        return most.isPresent() && run.turns() >= most.get()
                ? "Maximum number of turns " + most.get() + " reached."
                : null;
    }

    static Failure failureOf(String who, Throwable thrown) {
        return Failure.of(Failure.Kind.HANDLER_ERROR, who + ": " + thrown);
    }
}
