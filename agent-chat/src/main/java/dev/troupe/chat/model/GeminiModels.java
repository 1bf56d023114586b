package dev.troupe.chat.model;

import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;

/** Clients of Google's Gemini, by its API for developers. */
final class GeminiModels {
    private GeminiModels() {}

    static Model create(ModelSettings settings) {
        var blocking = GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.apiKey())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxOutputTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .build();
        var streaming = GoogleAiGeminiStreamingChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .apiKey(settings.apiKey())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .maxOutputTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .build();
        return settings.model(blocking, streaming);
    }
}
