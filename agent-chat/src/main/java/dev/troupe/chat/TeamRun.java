package dev.troupe.chat;

import dev.troupe.agent.Failure;
import dev.troupe.agent.ReplyTo;
import dev.troupe.chat.TeamCommand.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that a team is busy with.
 *
 * @param id of the task; null if it has none
 * @param replyTo who gave it
 * @param from the place of its first message in the conversation
 * @param turns that have ended
 * @param speakers whose turn it is
 * @param progress of the termination condition; null if there is none
 * @param failure what the run ends with when nobody speaks any more; null if nothing has failed
 * @param wishes of those outside
 */
record TeamRun(
        @Nullable String id,
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
     * @param watcher is on what is shown
     * @param stop to end after the turn that is under way
     * @param pause to begin no further turn
     */
    record Wishes(boolean watched, @Nullable String watcher, boolean stop, boolean pause) {}

    TeamRun {
        speakers = speakers == null ? List.of() : List.copyOf(speakers);
    }

    static TeamRun begin(Run task, ReplyTo<TaskResult> replyTo, int from, @Nullable Progress progress) {
        var wishes = new Wishes(task.watched(), task.watcher(), false, false);
        return new TeamRun(task.id(), replyTo, from, 0, List.of(), progress, null, wishes);
    }

    /** Returns the same run, whose result goes to somebody else. */
    TeamRun answering(ReplyTo<TaskResult> other) {
        return new TeamRun(id, other, from, turns, speakers, progress, failure, wishes);
    }

    TeamRun withProgress(@Nullable Progress now) {
        return new TeamRun(id, replyTo, from, turns, speakers, now, failure, wishes);
    }

    TeamRun withTurns(int now) {
        return new TeamRun(id, replyTo, from, now, speakers, progress, failure, wishes);
    }

    TeamRun withSpeakers(List<String> now) {
        return new TeamRun(id, replyTo, from, turns, now, progress, failure, wishes);
    }

    TeamRun without(String speaker) {
        return withSpeakers(
                speakers.stream().filter(name -> !name.equals(speaker)).toList());
    }

    /** Returns the run that ends with {@code why}, or with what had failed before. */
    TeamRun failing(Failure why) {
        return new TeamRun(id, replyTo, from, turns, speakers, progress, failure == null ? why : failure, wishes);
    }

    TeamRun stopping() {
        return withWishes(new Wishes(wishes.watched(), wishes.watcher(), true, wishes.pause()));
    }

    TeamRun pausing(boolean pause) {
        return withWishes(new Wishes(wishes.watched(), wishes.watcher(), wishes.stop(), pause));
    }

    private TeamRun withWishes(Wishes now) {
        return new TeamRun(id, replyTo, from, turns, speakers, progress, failure, now);
    }

    /** Returns why the condition is met; null as long as it is not. */
    @Nullable
    String stopReason() {
        return progress == null ? null : progress.stopReason();
    }
}
