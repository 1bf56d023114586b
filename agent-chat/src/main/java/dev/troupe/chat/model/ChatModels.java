package dev.troupe.chat.model;

import com.typesafe.config.Config;
import java.util.Optional;

/** Models that the configuration names, in {@code troupe.chat.model}; {@code reference.conf} of this module explains it. */
public final class ChatModels {
    private ChatModels() {}

    /**
     * Makes the model that {@code config} names. No request is sent: a wrong key shows with the first one.
     *
     * @param config the whole configuration, such as {@code ConfigFactory.load()}
     * @throws IllegalArgumentException if there is no model, or a value is wrong or missing; names every such setting, what
     *     is expected there, and the environment variable that may have it
     * @throws IllegalStateException if the client of the provider is not on the class path; names the artifact
     */
    public static Model fromConfig(Config config) {
        return find(config)
                .orElseThrow(() -> new IllegalArgumentException(ModelSettings.SECTION
                        + ".provider: none (expected: one of " + Provider.words()
                        + "; or one of the environment variables OPENAI_API_KEY, OPENAI_BASE_URL, AZURE_OPENAI_ENDPOINT,"
                        + " ANTHROPIC_API_KEY, GEMINI_API_KEY, OLLAMA_HOST)"));
    }

    /** As {@link #fromConfig}, but empty if neither the configuration nor the environment names a provider. */
    public static Optional<Model> find(Config config) {
        return bare(config).map(ModelUse::counted);
    }

    /** Makes the model as its provider's client is. */
    static Optional<Model> bare(Config config) {
        var reader = new ModelSettingsReader(config);
        Optional<Provider> provider = reader.provider();
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        ModelSettings settings = reader.settings(provider.get());
        provider.get().requireClient();
        return Optional.of(provider.get().create(settings));
    }
}
