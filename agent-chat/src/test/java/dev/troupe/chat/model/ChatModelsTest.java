package dev.troupe.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatModelsTest {
    private static final String KEY = "troupe.chat.model.api-key = k-secret";
    private static final String NAME = "troupe.chat.model.name = m1";

    @ParameterizedTest
    @CsvSource({
        "openai, OpenAiChatModel, OpenAiStreamingChatModel",
        "azure-openai, AzureOpenAiChatModel, AzureOpenAiStreamingChatModel",
        "anthropic, AnthropicChatModel, AnthropicStreamingChatModel",
        "gemini, GoogleAiGeminiChatModel, GoogleAiGeminiStreamingChatModel",
        "ollama, OllamaChatModel, OllamaStreamingChatModel",
    })
    void makesTheClientsOfTheProviderThatIsNamed(String provider, String blocking, String streaming) {
        var config = ModelConfigs.of(
                "troupe.chat.model { provider = " + provider + ", name = m1, api-key = k",
                "base-url = \"http://127.0.0.1:1/v1\", temperature = 0.5, max-tokens = 7 }");

        Model model = ChatModels.bare(config).orElseThrow();

        assertThat(model.provider()).isEqualTo(provider);
        assertThat(model.name()).isEqualTo("m1");
        assertThat(model.blocking().getClass().getSimpleName()).isEqualTo(blocking);
        assertThat(model.streaming().orElseThrow().getClass().getSimpleName()).isEqualTo(streaming);
        assertThat(limits(model.blocking().defaultRequestParameters()))
                .isEqualTo(limits(model.streaming().orElseThrow().defaultRequestParameters()))
                .startsWith("m1 0.5");
    }

    private static String limits(ChatRequestParameters parameters) {
        return parameters.modelName() + " " + parameters.temperature() + " " + parameters.maxOutputTokens();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY=k, OPENAI_MODEL, openai",
        "OPENAI_BASE_URL=\"http://127.0.0.1:1/v1\", OPENAI_MODEL, openai",
        "ANTHROPIC_API_KEY=k, ANTHROPIC_MODEL, anthropic",
        "GEMINI_API_KEY=k, GEMINI_MODEL, gemini",
        "GOOGLE_API_KEY=k, GEMINI_MODEL, gemini",
        "OLLAMA_HOST=\"127.0.0.1:1\", OLLAMA_MODEL, ollama",
    })
    void takesTheProviderThatTheEnvironmentKnows(String set, String nameVariable, String provider) {
        var config = ModelConfigs.of(set, nameVariable + " = m2");

        Model model = ChatModels.fromConfig(config);

        assertThat(model.provider()).isEqualTo(provider);
        assertThat(model.name()).isEqualTo("m2");
    }

    @Test
    void takesAzureOfTheEnvironment() {
        var config = ModelConfigs.of(
                "AZURE_OPENAI_ENDPOINT = \"https://x.openai.azure.com\"",
                "AZURE_OPENAI_API_KEY = k, AZURE_OPENAI_DEPLOYMENT = d");

        assertThat(ChatModels.fromConfig(config).provider()).isEqualTo("azure-openai");
    }

    @Test
    void takesTheFirstProviderThatTheEnvironmentKnowsAndTheNamedOneBeforeAll() {
        var environment = "OPENAI_API_KEY = k1, ANTHROPIC_API_KEY = k2, TROUPE_CHAT_MODEL = m3";

        var first = ChatModels.fromConfig(ModelConfigs.of(environment));
        var named = ChatModels.fromConfig(ModelConfigs.of(environment, "TROUPE_CHAT_PROVIDER = anthropic"));

        assertThat(first.provider()).isEqualTo("openai");
        assertThat(named.provider()).isEqualTo("anthropic");
        assertThat(named.name()).isEqualTo("m3");
    }

    @Test
    void saysHowToNameAProviderWhenThereIsNone() {
        assertThat(ChatModels.find(ModelConfigs.of())).isEmpty();
        assertThatThrownBy(() -> ChatModels.fromConfig(ModelConfigs.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.chat.model.provider: none")
                .hasMessageContaining("openai, azure-openai, anthropic, gemini, ollama")
                .hasMessageContaining("OPENAI_API_KEY");
    }

    @Test
    void saysWhichProvidersItKnows() {
        var config = ModelConfigs.of("troupe.chat.model.provider = mistral");

        assertThatThrownBy(() -> ChatModels.fromConfig(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("troupe.chat.model.provider: mistral"
                        + " (expected: one of openai, azure-openai, anthropic, gemini, ollama)");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, OPENAI_MODEL, OPENAI_API_KEY",
        "azure-openai, AZURE_OPENAI_DEPLOYMENT, AZURE_OPENAI_API_KEY",
        "azure-openai, AZURE_OPENAI_DEPLOYMENT, AZURE_OPENAI_ENDPOINT",
        "anthropic, ANTHROPIC_MODEL, ANTHROPIC_API_KEY",
        "gemini, GEMINI_MODEL, GEMINI_API_KEY",
    })
    void namesEverySettingAndVariableThatIsMissing(String provider, String nameVariable, String other) {
        var config = ModelConfigs.of("troupe.chat.model.provider = " + provider);

        assertThatThrownBy(() -> ChatModels.fromConfig(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.chat.model.name: missing for " + provider)
                .hasMessageContaining("troupe.chat.model." + provider + ".name")
                .hasMessageContaining(nameVariable)
                .hasMessageContaining(other);
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, 3, a number from 0 to 2",
        "temperature, warm, a number from 0 to 2",
        "max-tokens, 0, a whole number >= 1",
        "max-tokens, 1.5, a whole number >= 1",
        "timeout, 0s, a time of at least 1 ms",
        "max-retries, -1, a whole number >= 0",
        "base-url, \"ftp://x\", a URL with http or https",
    })
    void namesAWrongValueAndWhatIsExpected(String key, String value, String expected) {
        var config = ModelConfigs.of(
                "troupe.chat.model { provider = openai, name = m, api-key = k-secret }",
                "troupe.chat.model." + key + " = " + value);

        assertThatThrownBy(() -> ChatModels.fromConfig(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.chat.model." + key + ": ")
                .hasMessageContaining(value.replace("\"", ""))
                .hasMessageContaining(expected)
                .hasMessageNotContaining("k-secret");
    }

    @Test
    void readsTheHostOfOllamaAsOllamaDoes() {
        assertThat(ollamaUrl("troupe.chat.model.provider = ollama")).isEqualTo("http://127.0.0.1:11434");
        assertThat(ollamaUrl("OLLAMA_HOST = gpu7")).isEqualTo("http://gpu7:11434");
        assertThat(ollamaUrl("OLLAMA_HOST = \"gpu7:80\"")).isEqualTo("http://gpu7:80");
        assertThat(ollamaUrl("OLLAMA_HOST = \"https://gpu7/o\"")).isEqualTo("https://gpu7/o");
    }

    private static String ollamaUrl(String line) {
        return new ModelSettingsReader(ModelConfigs.of(line, NAME))
                .settings(Provider.OLLAMA)
                .baseUrl();
    }

    @Test
    void keepsTheKeyOutOfItsText() {
        var settings = new ModelSettingsReader(ModelConfigs.of(KEY, NAME)).settings(Provider.OPENAI);

        assertThat(settings.apiKey()).isEqualTo("k-secret");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.toString()).doesNotContain("secret").contains("m1");
    }

    @Test
    void namesTheArtifactOfAProviderWhoseJarIsMissing() throws ReflectiveOperationException {
        var loader = new WithoutClients("dev.langchain4j.model.anthropic.");
        var find = loader.loadClass(ChatModels.class.getName()).getMethod("find", Config.class);

        var other = find.invoke(null, ModelConfigs.of("troupe.chat.model.provider = openai", KEY, NAME));

        assertThat(other.toString()).contains("name=m1");
        assertThatThrownBy(
                        () -> find.invoke(null, ModelConfigs.of("troupe.chat.model.provider = anthropic", KEY, NAME)))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("troupe.chat.model.provider: anthropic without its client"
                        + " (expected: dev.langchain4j:langchain4j-anthropic on the class path)");
    }
}
