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
 */
record TeamState(
        List<ChatItem> conversation,
        Map<String, Integer> heard,
        JsonNode manager,
        @Nullable TeamRun run) {
    TeamState {
        conversation = conversation == null ? List.of() : List.copyOf(conversation);
        heard = heard == null ? Map.of() : Map.copyOf(heard);
    }

    /** Returns a conversation in which nothing was said. */
    static TeamState empty(JsonNode manager) {
        return new TeamState(List.of(), Map.of(), manager, null);
    }

    TeamState plus(List<? extends ChatItem> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<ChatItem> all = new ArrayList<>(conversation);
        all.addAll(more);
        return new TeamState(all, heard, manager, run);
    }

    TeamState withRun(@Nullable TeamRun now) {
        return new TeamState(conversation, heard, manager, now);
    }

    TeamState withManager(JsonNode now) {
        return new TeamState(conversation, heard, now, run);
    }

    TeamState heardBy(String participant, int count) {
        Map<String, Integer> all = new HashMap<>(heard);
        all.put(participant, count);
        return new TeamState(conversation, all, manager, run);
    }

    /** Returns a conversation of which all know everything that was said so far. */
    TeamState heardByAll(Collection<String> participants) {
        Map<String, Integer> all = new HashMap<>();
        participants.forEach(participant -> all.put(participant, conversation.size()));
        return new TeamState(conversation, all, manager, run);
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
