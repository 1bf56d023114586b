package dev.troupe.chat;

import dev.troupe.agent.MessageName;
import dev.troupe.agent.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team says to its participants. */
sealed interface Participant {

    /**
     * It is your turn.
     *
     * @param from how many messages of the conversation came before
     * @param messages those that came since, without the participant's own
     * @param to how many there are now
     */
    @MessageName("chat.Speak")
    record Speak(int from, List<ChatMessage> messages, int to) implements Participant, Request<Spoken> {
        public Speak {
            messages = List.copyOf(messages);
        }
    }

    /** Forget the conversation. */
    @MessageName("chat.Forget")
    record Forget() implements Participant {}

    /**
     * The participant's turn has ended.
     *
     * @param message null if it does not know what came before, for it has lost its memory: it wants to hear that first
     * @param heard how many messages of the conversation it knows
     */
    @MessageName("chat.Spoken")
    record Spoken(@Nullable ChatMessage message, List<ChatEvent> events, int heard) {
        public Spoken {
            events = events == null ? List.of() : List.copyOf(events);
        }
    }
}
