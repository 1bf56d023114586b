package dev.troupe.chat.magentic;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the orchestrator knows of its task. The names are AutoGen's, but for that of the place.
 *
 * @param task what was asked; empty before the first one
 * @param rounds how often it has looked at the progress of this task
 * @param stalls how often nothing has moved, less how often something has
 */
record MagenticMemory(
        String task,
        String facts,
        String plan,
        @JsonProperty("n_rounds") int rounds,
        @JsonProperty("n_stalls") int stalls,
        Place place) {

    /**
     * Where in the conversation it is.
     *
     * @param ledger the message from which on the model is shown the conversation; null for all of it
     * @param seenUntil the item that was the last when it chose the speaker
     * @param speaker whom it has told to go on; null if the task is done
     */
    record Place(
            @Nullable String ledger,
            @JsonProperty("seen_until") @Nullable String seenUntil,
            @JsonProperty("next_speaker") @Nullable String speaker) {
        static final Place START = new Place(null, null, null);
    }

    MagenticMemory {
        task = task == null ? "" : task;
        facts = facts == null ? "" : facts;
        plan = plan == null ? "" : plan;
        place = place == null ? Place.START : place;
    }

    static MagenticMemory empty() {
        return of("");
    }

    static MagenticMemory of(String task) {
        return new MagenticMemory(task, "", "", 0, 0, Place.START);
    }

    MagenticMemory withFacts(String now) {
        return new MagenticMemory(task, now, plan, rounds, stalls, place);
    }

    MagenticMemory withPlan(String now) {
        return new MagenticMemory(task, facts, now, rounds, stalls, place);
    }

    MagenticMemory nextRound() {
        return new MagenticMemory(task, facts, plan, rounds + 1, stalls, place);
    }

    MagenticMemory withStalls(int now) {
        return new MagenticMemory(task, facts, plan, rounds, now, place);
    }

    MagenticMemory withLedger(String id) {
        return new MagenticMemory(task, facts, plan, rounds, stalls, new Place(id, place.seenUntil(), place.speaker()));
    }

    MagenticMemory waitingFor(@Nullable String speaker, @Nullable String seenUntil) {
        return new MagenticMemory(task, facts, plan, rounds, stalls, new Place(place.ledger(), seenUntil, speaker));
    }
}
