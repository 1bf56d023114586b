package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team, or somebody outside, says to its participants. */
sealed interface Participant {

    /**
     * It is your turn.
     *
     * @param speaker whom this is for
     * @param from how many items of the conversation came before
     * @param messages those that came since, without the participant's own
     * @param to how many items there are now
     */
    @MessageName("chat.Speak")
    record Speak(String speaker, int from, List<ChatMessage> messages, int to) implements Participant, Request<Spoken> {
        public Speak {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Nobody waits any longer for the turn that waits for somebody else.
     *
     * @param requestId of the request for input that is meant; null for any
     */
    @MessageName("chat.GiveUp")
    record GiveUp(@Nullable String requestId) implements Participant {}

    /** Pause, or go on; for those who lead others. */
    @MessageName("chat.SetPaused")
    record SetPaused(boolean paused) implements Participant {}

    /** What a person says, for whom the turn waits. */
    @MessageName("chat.Input")
    record Input(String text) implements Participant, Request<TeamCommand.Done> {}

    /**
     * Forget the conversation.
     *
     * @param heard how many items of it are forgotten for good
     */
    @MessageName("chat.Forget")
    record Forget(int heard) implements Participant {}

    @MessageName("chat.SaveMember")
    record SaveMember() implements Participant, Request<Saved> {}

    /**
     * Be as you were.
     *
     * @param heard how many items of the conversation the state knows
     */
    @MessageName("chat.LoadMember")
    record LoadMember(JsonNode state, int heard) implements Participant, Request<TeamCommand.Done> {}

    /**
     * The participant's turn has ended.
     *
     * @param items what was said and happened; null if the participant wants to be asked again, from what it has heard: it has
     *     lost its memory, or a person has said what it waited for
     * @param heard how many items of the conversation it knows
     */
    @MessageName("chat.Spoken")
    record Spoken(@Nullable List<ChatItem> items, int heard) {
        public Spoken {
            items = items == null ? null : List.copyOf(items);
        }
    }

    @MessageName("chat.Saved")
    record Saved(JsonNode state) {}
}
