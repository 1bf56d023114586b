package dev.troupe.chat;

import dev.troupe.agent.ReplyTo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of a team. What grows comes first: then little of what is stored changes with a turn.
 *
 * @param conversation what was said and happened, in order
 * @param heard how many of those each participant knows
 * @param run what the team is doing; null if it waits for a task
 */
record TeamState(
        List<ChatItem> conversation,
        Map<String, Integer> heard,
        SpeakerMemory speakers,
        @Nullable Run run) {

    /**
     * A task that the team is busy with.
     *
     * @param from the place of its first message in the conversation
     * @param turns that have ended
     * @param progress of the termination condition; null if there is none
     * @param stopRequested whether somebody outside has asked for the end
     * @param speaker whose turn it is
     */
    record Run(
            ReplyTo<TaskResult> replyTo,
            int from,
            int turns,
            @Nullable Progress progress,
            boolean stopRequested,
            String speaker) {

        Run withProgress(@Nullable Progress now, int turnsNow) {
            return new Run(replyTo, from, turnsNow, now, stopRequested, speaker);
        }

        Run withSpeaker(String next) {
            return new Run(replyTo, from, turns, progress, stopRequested, next);
        }

        Run stopping() {
            return new Run(replyTo, from, turns, progress, true, speaker);
        }
    }

    static final TeamState EMPTY = new TeamState(List.of(), Map.of(), SpeakerMemory.START, null);

    TeamState {
        conversation = conversation == null ? List.of() : List.copyOf(conversation);
        heard = heard == null ? Map.of() : Map.copyOf(heard);
    }

    TeamState plus(List<? extends ChatItem> more) {
        List<ChatItem> all = new ArrayList<>(conversation);
        all.addAll(more);
        return new TeamState(all, heard, speakers, run);
    }

    TeamState withRun(@Nullable Run now) {
        return new TeamState(conversation, heard, speakers, now);
    }

    TeamState withSpeakers(SpeakerMemory now) {
        return new TeamState(conversation, heard, now, run);
    }

    TeamState heardBy(String participant, int count) {
        Map<String, Integer> all = new HashMap<>(heard);
        all.put(participant, count);
        return new TeamState(conversation, all, speakers, run);
    }

    /** Returns how many items of the conversation a participant knows. */
    int heardBy(String participant) {
        return heard.getOrDefault(participant, 0);
    }

    /** Returns what the others have said since item {@code from}. */
    List<ChatMessage> newsFor(String participant, int from) {
        return conversation.subList(from, conversation.size()).stream()
                .filter(ChatMessage.class::isInstance)
                .map(ChatMessage.class::cast)
                .filter(message -> !message.source().equals(participant))
                .toList();
    }
}
