package dev.troupe.chat.model;

import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;

/** Clients of Ollama. */
final class OllamaModels {
    private OllamaModels() {}

    static Model create(ModelSettings settings) {
        var blocking = OllamaChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .numPredict(settings.maxTokens())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .build();
        var streaming = OllamaStreamingChatModel.builder()
                .httpClientBuilder(settings.http())
                .baseUrl(settings.baseUrl())
                .modelName(settings.name())
                .temperature(settings.temperature())
                .numPredict(settings.maxTokens())
                .timeout(settings.timeout())
                .build();
        return settings.model(blocking, streaming);
    }
}
