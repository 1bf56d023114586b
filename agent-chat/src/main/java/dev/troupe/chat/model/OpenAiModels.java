package dev.troupe.chat.model;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/** Clients of OpenAI, and of servers that speak as it does. */
final class OpenAiModels {
    private OpenAiModels() {}

    static Model create(ModelSettings settings) {
        // OpenAI's newest models refuse the old name of the limit, and most of the other servers know no other.
        boolean compatible = settings.baseUrl() != null;
        var blocking = OpenAiChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.keyOrNull())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxTokens(compatible ? settings.maxTokens() : null)
                .maxCompletionTokens(compatible ? null : settings.maxTokens())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .build();
        var streaming = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.keyOrNull())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxTokens(compatible ? settings.maxTokens() : null)
                .maxCompletionTokens(compatible ? null : settings.maxTokens())
                .timeout(settings.timeout())
                .build();
        return settings.model(blocking, streaming);
    }
}
