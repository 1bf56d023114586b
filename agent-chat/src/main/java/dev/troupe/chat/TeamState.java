package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of a team. What grows comes first: then little of what is stored changes with a turn.
 *
 * @param conversation what was said and happened, in order
 * @param heard how many of those each participant knows
 * @param manager what the team's manager remembers
 * @param run what the team is doing; null if it waits for a task
 * @param ended what the tasks with ids have come to that were given last, by one turn of an agent
 */
record TeamState(
        List<ChatItem> conversation,
        Map<String, Integer> heard,
        JsonNode manager,
        @Nullable TeamRun run,
        List<Ended> ended) {

    /**
     * What a task with an id has come to.
     *
     * @param result null if it failed
     */
    record Ended(
            String id,
            @Nullable TaskResult result,
            @Nullable Failure failure) {
        /** Tells whether another task was given by the same turn: ids begin with it, up to a slash. */
        boolean isOfTurnOf(String other) {
            return other.startsWith(id.substring(0, id.indexOf('/') + 1));
        }
    }

    TeamState {
        conversation = conversation == null ? List.of() : List.copyOf(conversation);
        heard = heard == null ? Map.of() : Map.copyOf(heard);
        ended = ended == null ? List.of() : List.copyOf(ended);
    }

    /** Returns a conversation in which nothing was said. */
    static TeamState empty(JsonNode manager) {
        return new TeamState(List.of(), Map.of(), manager, null, List.of());
    }

    /** Returns the run; there is one while the team is busy. */
    TeamRun running() {
        return requireNonNull(run, "run: none (expected: one, since the team is busy)");
    }

    /** Returns what has been added to {@code before}. */
    List<ChatItem> itemsSince(TeamState before) {
        return conversation.subList(before.conversation.size(), conversation.size());
    }

    TeamState plus(List<? extends ChatItem> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<ChatItem> all = new ArrayList<>(conversation);
        all.addAll(more);
        return new TeamState(all, heard, manager, run, ended);
    }

    TeamState withRun(@Nullable TeamRun now) {
        return new TeamState(conversation, heard, manager, now, ended);
    }

    /** Returns the state after the run; either a result or a failure is given. */
    TeamState after(@Nullable TaskResult result, @Nullable Failure failure) {
        var id = run == null ? null : run.id();
        if (id == null) {
            return withRun(null);
        }
        List<Ended> all = new ArrayList<>(ended);
        all.removeIf(each -> !each.isOfTurnOf(id));
        all.add(new Ended(id, result, failure));
        return new TeamState(conversation, heard, manager, null, all);
    }

    /** Returns what a task has come to; null if that is not known, or it has no id. */
    @Nullable
    Ended endOf(@Nullable String id) {
        return ended.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    }

    /** Returns this with what {@code other} knows of tasks with ids, in case they are given again. */
    TeamState keepingEndsOf(TeamState other) {
        return new TeamState(conversation, heard, manager, run, other.ended);
    }

    TeamState withManager(JsonNode now) {
        return new TeamState(conversation, heard, now, run, ended);
    }

    TeamState heardBy(String participant, int count) {
        Map<String, Integer> all = new HashMap<>(heard);
        all.put(participant, count);
        return new TeamState(conversation, all, manager, run, ended);
    }

    /** Returns a conversation of which all know everything that was said so far. */
    TeamState heardByAll(Collection<String> participants) {
        Map<String, Integer> all = new HashMap<>();
        participants.forEach(participant -> all.put(participant, conversation.size()));
        return new TeamState(conversation, all, manager, run, ended);
    }

    /** Returns how many items of the conversation a participant knows. */
    int heardBy(String participant) {
        return heard.getOrDefault(participant, 0);
    }

    /** Returns what others than {@code own} have said since item {@code from}. */
    List<ChatMessage> newsSince(int from, Set<String> own) {
        return conversation.subList(from, conversation.size()).stream()
                .filter(ChatMessage.class::isInstance)
                .map(ChatMessage.class::cast)
                .filter(message -> !own.contains(message.source()))
                .toList();
    }

    /** Returns from which item on {@code count} messages of others than {@code own} were said. */
    int placeOfLast(int count, Set<String> own) {
        int place = conversation.size();
        for (int left = count; left > 0 && place > 0; place--) {
            if (conversation.get(place - 1) instanceof ChatMessage message && !own.contains(message.source())) {
                left--;
            }
        }
        return place;
    }
}
