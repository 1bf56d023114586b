package dev.troupe.chat.model;

import dev.langchain4j.model.azure.AzureOpenAiChatModel;
import dev.langchain4j.model.azure.AzureOpenAiStreamingChatModel;

/** Clients of OpenAI's models in Azure. They bring Azure's own client of HTTP; it keeps to the timeout, too. */
final class AzureOpenAiModels {
    private AzureOpenAiModels() {}

    static Model create(ModelSettings settings) {
        var blocking = AzureOpenAiChatModel.builder()
                .endpoint(settings.baseUrl())
                .apiKey(settings.apiKey())
                .deploymentName(settings.name())
                .temperature(settings.temperature())
                .maxCompletionTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .build();
        var streaming = AzureOpenAiStreamingChatModel.builder()
                .endpoint(settings.baseUrl())
                .apiKey(settings.apiKey())
                .deploymentName(settings.name())
                .temperature(settings.temperature())
                .maxCompletionTokens(settings.maxTokens())
                .timeout(settings.timeout())
                .build();
        return settings.model(blocking, streaming);
    }
}
