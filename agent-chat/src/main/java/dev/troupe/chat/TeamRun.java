package dev.troupe.chat;

import dev.troupe.agent.Failure;
import dev.troupe.agent.ReplyTo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that a team is busy with.
 *
 * @param replyTo who gave it
 * @param from the place of its first message in the conversation
 * @param turns that have ended
 * @param speakers whose turn it is
 * @param progress of the termination condition; null if there is none
 * @param failure what the run ends with when nobody speaks any more; null if nothing has failed
 * @param wishes of those outside
 */
record TeamRun(
        ReplyTo<TaskResult> replyTo,
        int from,
        int turns,
        List<String> speakers,
        @Nullable Progress progress,
        @Nullable Failure failure,
        Wishes wishes) {

    /**
     * What somebody outside has asked for.
     *
     * @param watched to show what is said and happens as it does
     * @param stop to end after the turn that is under way
     * @param pause to begin no further turn
     */
    record Wishes(boolean watched, boolean stop, boolean pause) {}

    TeamRun {
        speakers = speakers == null ? List.of() : List.copyOf(speakers);
    }

    static TeamRun begin(ReplyTo<TaskResult> replyTo, int from, @Nullable Progress progress, boolean watched) {
        return new TeamRun(replyTo, from, 0, List.of(), progress, null, new Wishes(watched, false, false));
    }

    TeamRun withProgress(@Nullable Progress now) {
        return new TeamRun(replyTo, from, turns, speakers, now, failure, wishes);
    }

    TeamRun withTurns(int now) {
        return new TeamRun(replyTo, from, now, speakers, progress, failure, wishes);
    }

    TeamRun withSpeakers(List<String> now) {
        return new TeamRun(replyTo, from, turns, now, progress, failure, wishes);
    }

    TeamRun without(String speaker) {
        return withSpeakers(
                speakers.stream().filter(name -> !name.equals(speaker)).toList());
    }

    /** Returns the run that ends with {@code why}, or with what had failed before. */
    TeamRun failing(Failure why) {
        return new TeamRun(replyTo, from, turns, speakers, progress, failure == null ? why : failure, wishes);
    }

    TeamRun stopping() {
        return withWishes(new Wishes(wishes.watched(), true, wishes.pause()));
    }

    TeamRun pausing(boolean pause) {
        return withWishes(new Wishes(wishes.watched(), wishes.stop(), pause));
    }

    private TeamRun withWishes(Wishes now) {
        return new TeamRun(replyTo, from, turns, speakers, progress, failure, now);
    }

    /** Returns why the condition is met; null as long as it is not. */
    @Nullable
    String stopReason() {
        return progress == null ? null : progress.stopReason();
    }
}
