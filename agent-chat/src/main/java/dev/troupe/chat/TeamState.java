package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param last the last run that had an id; null if none had
 */
record TeamState(
        List<ChatItem> conversation,
        Map<String, Integer> heard,
        JsonNode manager,
        @Nullable TeamRun run,
        @Nullable Finished last) {

    /** What a task with an id has come to. */
    record Finished(String id, TaskResult result) {}

    TeamState {
        conversation = conversation == null ? List.of() : List.copyOf(conversation);
        heard = heard == null ? Map.of() : Map.copyOf(heard);
    }

    /** Returns a conversation in which nothing was said. */
    static TeamState empty(JsonNode manager) {
        return new TeamState(List.of(), Map.of(), manager, null, null);
    }

    TeamState plus(List<? extends ChatItem> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<ChatItem> all = new ArrayList<>(conversation);
        all.addAll(more);
        return new TeamState(all, heard, manager, run, last);
    }

    TeamState withRun(@Nullable TeamRun now) {
        return new TeamState(conversation, heard, manager, now, last);
    }

    /** Returns the state after the run. */
    TeamState ended(TaskResult result) {
        var id = run == null ? null : run.id();
        return new TeamState(conversation, heard, manager, null, id == null ? last : new Finished(id, result));
    }

    /** Returns this with what {@code other} knows of a task with an id, in case it is given again. */
    TeamState keepingLastOf(TeamState other) {
        return new TeamState(conversation, heard, manager, run, other.last);
    }

    TeamState withManager(JsonNode now) {
        return new TeamState(conversation, heard, now, run, last);
    }

    TeamState heardBy(String participant, int count) {
        Map<String, Integer> all = new HashMap<>(heard);
        all.put(participant, count);
        return new TeamState(conversation, all, manager, run, last);
    }

    /** Returns a conversation of which all know everything that was said so far. */
    TeamState heardByAll(Collection<String> participants) {
        Map<String, Integer> all = new HashMap<>();
        participants.forEach(participant -> all.put(participant, conversation.size()));
        return new TeamState(conversation, all, manager, run, last);
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
