package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.chat.ChatEvent.UserInputRequestedEvent;
import java.util.List;

/** What a turn of a participant comes to: it says something, or it waits for a person. */
public sealed interface Response<S> {
    /** Returns what it remembers from now on. */
    S memory();

    /**
     * The end of the turn.
     *
     * @param message what it says to the others
     * @param events what happened before, for those who watch; in order
     */
    record Said<S>(S memory, ChatMessage message, List<ChatEvent> events) implements Response<S> {
        public Said {
            requireNonNull(memory, "memory");
            requireNonNull(message, "message");
            events = List.copyOf(events);
        }
    }

    /**
     * The turn goes on when somebody has said what to ({@link Conversation#giveInput}). Until then it takes no thread, and
     * it goes on on another node if this one ends and the team is durable.
     */
    record AwaitingInput<S>(S memory, UserInputRequestedEvent request) implements Response<S> {
        public AwaitingInput {
            requireNonNull(memory, "memory");
            requireNonNull(request, "request");
        }
    }

    /** Says {@code message}. */
    static <S> Response<S> of(S memory, ChatMessage message) {
        return new Said<>(memory, message, List.of());
    }

    /** Says {@code message} after {@code events}. */
    static <S> Response<S> of(S memory, ChatMessage message, List<? extends ChatEvent> events) {
        return new Said<>(memory, message, List.copyOf(events));
    }
}
