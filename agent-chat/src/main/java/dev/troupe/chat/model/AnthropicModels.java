package dev.troupe.chat.model;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;

/** Clients of Anthropic. */
final class AnthropicModels {
    private AnthropicModels() {}

    static Model create(ModelSettings settings) {
        var blocking = AnthropicChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.apiKey())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .build();
        var streaming = AnthropicStreamingChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.apiKey())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .build();
        return settings.model(blocking, streaming);
    }
}
