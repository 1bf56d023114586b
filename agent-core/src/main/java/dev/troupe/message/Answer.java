package dev.troupe.message;

import dev.troupe.agent.Failure;
import org.jspecify.annotations.Nullable;

/** What a request was answered with: a payload or a failure, never both. */
public record Answer(@Nullable Payload payload, @Nullable Failure failure) {
    public static Answer of(Payload payload) {
        return new Answer(payload, null);
    }

    public static Answer of(Failure failure) {
        return new Answer(null, failure);
    }
}
