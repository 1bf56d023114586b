package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where something that was said comes from.
 *
 * @param id of the message; another one for each
 * @param source who said it: a participant, a team, or {@code user}
 * @param modelsUsage what a model counted for it; null if none made it
 * @param metadata for the application; not shown to models
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Origin(
        String id, String source, @Nullable ModelUsage modelsUsage, Map<String, String> metadata, Instant createdAt) {

    public Origin {
        requireNonNull(id, "id");
        requireNonNull(createdAt, "createdAt");
        if (requireNonNull(source, "source").isEmpty()) {
            throw new IllegalArgumentException("source: empty (expected: the name of who said it)");
        }
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** Returns the origin of something that no model has made. */
    public static Origin of(String id, String source, Instant createdAt) {
        return new Origin(id, source, null, Map.of(), createdAt);
    }

    public Origin withUsage(ModelUsage usage) {
        return new Origin(id, source, usage, metadata, createdAt);
    }
}
