package dev.troupe.chat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What a model has counted for one answer. */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelUsage(int promptTokens, int completionTokens) {
    public ModelUsage {
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException(
                    "tokens: " + promptTokens + " and " + completionTokens + " (expected: >= 0)");
        }
    }
}
