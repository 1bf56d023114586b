package dev.troupe.chat.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@link ModelSettings} and collects every fault instead of stopping at the first. Never shows a key. */
final class ModelSettingsReader {
    private static final int OLLAMA_PORT = 11434;
    private static final String OLLAMA_URL = "http://127.0.0.1:" + OLLAMA_PORT;

    private final Config section;
    private final List<String> faults = new ArrayList<>();

    ModelSettingsReader(Config config) {
        // Of a caller who has not loaded the defaults.
        this.section = config.hasPath(ModelSettings.SECTION + ".timeout")
                ? config.getConfig(ModelSettings.SECTION)
                : config.withFallback(ConfigFactory.defaultReference())
                        .resolve()
                        .getConfig(ModelSettings.SECTION);
    }

    /** Returns the provider that is named, or the first one that the environment knows. */
    Optional<Provider> provider() {
        String word = text("provider");
        if (word.isEmpty()) {
            return Stream.of(Provider.values()).filter(this::chosenByWhatIsSet).findFirst();
        }
        Optional<Provider> provider = Stream.of(Provider.values())
                .filter(known -> known.word().equals(word))
                .findFirst();
        if (provider.isEmpty()) {
            throw new IllegalArgumentException(
                    ModelSettings.SECTION + ".provider: " + word + " (expected: one of " + Provider.words() + ")");
        }
        return provider;
    }

    private boolean chosenByWhatIsSet(Provider provider) {
        return switch (provider) {
            case OPENAI ->
                !own(provider, "api-key").isEmpty()
                        || !own(provider, "base-url").isEmpty();
            case AZURE_OPENAI, OLLAMA -> !own(provider, "base-url").isEmpty();
            case ANTHROPIC, GEMINI -> !own(provider, "api-key").isEmpty();
        };
    }

    ModelSettings settings(Provider provider) {
        String name = either(provider, "name");
        if (name.isEmpty()) {
            missing(provider, "name", provider.nameVariable());
        }
        String url = baseUrl(provider);
        String key = either(provider, "api-key");
        if (key.isEmpty() && needsKey(provider, url)) {
            missing(provider, "api-key", provider.keyVariable());
        }
        var settings = new ModelSettings(
                provider,
                name,
                key,
                url.isEmpty() ? null : url,
                optional("temperature", "a number from 0 to 2, or null", this::temperature),
                optional("max-tokens", "a whole number >= 1, or null", path -> whole(path, 1)),
                required("timeout", Duration.ofSeconds(1), "a time of at least 1 ms, such as 60s", this::time),
                required("max-retries", 0, "a whole number >= 0", path -> whole(path, 0)));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("configuration: " + String.join("; ", faults));
        }
        return settings;
    }

    /** A server that is only compatible with OpenAI is often a local one, and asks for nothing. */
    private static boolean needsKey(Provider provider, String url) {
        return provider.needsKey() && !(provider == Provider.OPENAI && !url.isEmpty());
    }

    private String baseUrl(Provider provider) {
        String given = either(provider, "base-url");
        if (given.isEmpty()) {
            if (provider == Provider.AZURE_OPENAI) {
                missing(provider, "base-url", "AZURE_OPENAI_ENDPOINT");
            }
            return provider == Provider.OLLAMA ? OLLAMA_URL : "";
        }
        String url = provider == Provider.OLLAMA && !given.contains("://") ? ollamaUrl(given) : given;
        if (!isHttp(url)) {
            faults.add(ModelSettings.SECTION + ".base-url: " + given + " (expected: a URL with http or https)");
        }
        return url;
    }

    /** Ollama's own variable may be a host only, or a host with a port. */
    private static String ollamaUrl(String host) {
        return "http://" + host + (host.matches(".*:\\d+/?") ? "" : ":" + OLLAMA_PORT);
    }

    private static boolean isHttp(String url) {
        try {
            var uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void missing(Provider provider, String key, String variable) {
        faults.add(
                ModelSettings.SECTION + "." + key + ": missing for " + provider.word() + " (expected: a value here, in "
                        + ModelSettings.SECTION + "." + provider.word() + "." + key
                        + ", or in the environment variable " + variable
                        + ")");
    }

    private String either(Provider provider, String key) {
        String common = text(key);
        return common.isEmpty() ? own(provider, key) : common;
    }

    private String own(Provider provider, String key) {
        return text(provider.word() + "." + key);
    }

    private String text(String path) {
        try {
            return section.hasPath(path) ? section.getString(path).trim() : "";
        } catch (ConfigException e) {
            // Without the value: it may be a key.
            throw new IllegalArgumentException(
                    ModelSettings.SECTION + "." + path + ": a "
                            + section.getValue(path).valueType() + " (expected: a text)",
                    e);
        }
    }

    private @Nullable Double temperature(String path) {
        double value = section.getDouble(path);
        return value >= 0 && value <= 2 ? value : null;
    }

    private @Nullable Integer whole(String path, int least) {
        double value = section.getNumber(path).doubleValue();
        return value == Math.rint(value) && value >= least && value <= Integer.MAX_VALUE ? (int) value : null;
    }

    private @Nullable Duration time(String path) {
        Duration value = section.getDuration(path);
        return value.compareTo(Duration.ofMillis(1)) >= 0 ? value : null;
    }

    private <T> @Nullable T optional(String key, String expected, Function<String, @Nullable T> value) {
        return section.hasPath(key) ? read(key, expected, value) : null;
    }

    private <T> T required(String key, T standIn, String expected, Function<String, @Nullable T> value) {
        T read = read(key, expected, value);
        return read == null ? standIn : read;
    }

    private <T> @Nullable T read(String key, String expected, Function<String, @Nullable T> value) {
        T read = null;
        try {
            read = value.apply(key);
        } catch (ConfigException e) {
            // Reported below, in our own words.
        }
        if (read == null) {
            String given =
                    section.hasPath(key) ? section.getValue(key).render(ConfigRenderOptions.concise()) : "missing";
            faults.add(ModelSettings.SECTION + "." + key + ": " + given + " (expected: " + expected + ")");
        }
        return read;
    }
}
