package dev.troupe.chat.telemetry;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** What some providers count beside tokens in and out. Their classes are touched only if such a count comes. */
final class UsageDetails {
    private UsageDetails() {}

    static void describe(Span span, TokenUsage usage) {
        switch (usage.getClass().getSimpleName()) {
            case "OpenAiTokenUsage" -> OpenAi.describe(span, usage);
            case "AnthropicTokenUsage" -> Anthropic.describe(span, usage);
            default -> {}
        }
    }

    private static void set(Span span, AttributeKey<Long> key, @Nullable Integer tokens) {
        if (tokens != null) {
            span.setAttribute(key, tokens.longValue());
        }
    }

    private static final class OpenAi {
        static void describe(Span span, TokenUsage usage) {
            if (!(usage instanceof OpenAiTokenUsage counted)) {
                return;
            }
            if (counted.inputTokensDetails() != null) {
                set(span, GenAi.CACHE_READ, counted.inputTokensDetails().cachedTokens());
            }
            if (counted.outputTokensDetails() != null) {
                set(span, GenAi.REASONING, counted.outputTokensDetails().reasoningTokens());
            }
        }
    }

    private static final class Anthropic {
        static void describe(Span span, TokenUsage usage) {
            if (usage instanceof AnthropicTokenUsage counted) {
                set(span, GenAi.CACHE_READ, counted.cacheReadInputTokens());
                set(span, GenAi.CACHE_CREATION, counted.cacheCreationInputTokens());
            }
        }
    }
}
