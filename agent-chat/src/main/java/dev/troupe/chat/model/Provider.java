package dev.troupe.chat.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The providers there are clients for, in the order in which they are looked for when none is named. */
enum Provider {
    OPENAI("openai", "langchain4j-open-ai", "openai.OpenAiChatModel", "OPENAI"),
    AZURE_OPENAI("azure-openai", "langchain4j-azure-open-ai", "azure.AzureOpenAiChatModel", "AZURE_OPENAI"),
    ANTHROPIC("anthropic", "langchain4j-anthropic", "anthropic.AnthropicChatModel", "ANTHROPIC"),
    GEMINI("gemini", "langchain4j-google-ai-gemini", "googleai.GoogleAiGeminiChatModel", "GEMINI"),
    OLLAMA("ollama", "langchain4j-ollama", "ollama.OllamaChatModel", "OLLAMA");

    private final String word;
    private final String artifact;
    private final String client;
    private final String environment;

    Provider(String word, String artifact, String client, String environment) {
        this.word = word;
        this.artifact = artifact;
        this.client = "dev.langchain4j.model." + client;
        this.environment = environment;
    }

    String word() {
        return word;
    }

    /** Returns the environment variable of reference.conf that has the model's name. */
    String nameVariable() {
        return environment + (this == AZURE_OPENAI ? "_DEPLOYMENT" : "_MODEL");
    }

    String keyVariable() {
        return environment + "_API_KEY";
    }

    boolean needsKey() {
        return this != OLLAMA;
    }

    static String words() {
        return Arrays.stream(values()).map(Provider::word).collect(Collectors.joining(", "));
    }

    /** Fails with what to add unless the provider's client is there; loads nothing of it. */
    void requireClient() {
        try {
            Class.forName(client, false, Provider.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    ModelSettings.SECTION + ".provider: " + word + " without its client (expected: dev.langchain4j:"
                            + artifact + " on the class path)",
                    e);
        }
    }

    /** Makes the model. Each provider is a class of its own, so that the jars of the others may be missing. */
    Model create(ModelSettings settings) {
        return switch (this) {
            case OPENAI -> OpenAiModels.create(settings);
            case AZURE_OPENAI -> AzureOpenAiModels.create(settings);
            case ANTHROPIC -> AnthropicModels.create(settings);
            case GEMINI -> GeminiModels.create(settings);
            case OLLAMA -> OllamaModels.create(settings);
        };
    }
}
