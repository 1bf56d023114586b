package dev.troupe.chat.model;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code troupe.chat.model}, for one provider.
 *
 * @param apiKey empty if the provider needs none
 * @param baseUrl null for the provider's own
 * @param temperature null for the provider's default
 * @param maxTokens null for the provider's default
 * @param maxRetries attempts after the first one
 */
record ModelSettings(
        Provider provider,
        String name,
        String apiKey,
        @Nullable String baseUrl,
        @Nullable Double temperature,
        @Nullable Integer maxTokens,
        Duration timeout,
        int maxRetries) {

    static final String SECTION = "troupe.chat.model";

    Model model(ChatModel blocking, StreamingChatModel streaming) {
        return new Model(name, provider.word(), blocking, Optional.of(streaming));
    }

    /** Returns the key, null if there is none: clients then send no header. */
    @Nullable
    String keyOrNull() {
        return apiKey.isEmpty() ? null : apiKey;
    }

    /** Returns the JDK's client. Without TLS it stays at HTTP/1.1: servers of models choke on the offer to upgrade. */
    HttpClientBuilder http() {
        var client = HttpClient.newBuilder();
        if (baseUrl != null && baseUrl.startsWith("http:")) {
            client.version(HttpClient.Version.HTTP_1_1);
        }
        return new JdkHttpClientBuilder().httpClientBuilder(client);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ModelSettings[provider=" + provider.word() + ", name=" + name + ", baseUrl=" + baseUrl + "]";
    }
}
