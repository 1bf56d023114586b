package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a turn of a participant comes to.
 *
 * @param memory what it remembers from now on
 * @param message what it says to the others
 * @param events what happened before, for those who watch; in order
 */
public record Response<S>(S memory, ChatMessage message, List<ChatEvent> events) {
    public Response {
        requireNonNull(memory, "memory");
        requireNonNull(message, "message");
        events = List.copyOf(events);
    }

    public static <S> Response<S> of(S memory, ChatMessage message) {
        return new Response<>(memory, message, List.of());
    }
}
