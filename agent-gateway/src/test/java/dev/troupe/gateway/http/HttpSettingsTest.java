package dev.troupe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {
    @Test
    void readsTheDefaults() {
        var settings = read("");

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.limits().maxBodyBytes()).isEqualTo((1 << 20) + (64 << 10));
        assertThat(settings.times().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void namesEveryWrongKeyWithItsValueAndWhatItMayBe() {
        assertThatThrownBy(() -> read("port = 70000, max-requests = 0, body-timeout = 0s, retry-after = 10ms"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.gateway.http.port: 70000 (expected: ")
                .hasMessageContaining("troupe.gateway.http.max-requests: 0 (expected: ")
                .hasMessageContaining("troupe.gateway.http.body-timeout: ")
                .hasMessageContaining("troupe.gateway.http.retry-after: ");
    }

    @Test
    void refusesAnIdleTimeoutThatWouldCutALongRequest() {
        assertThatThrownBy(() -> read("idle-timeout = 10s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.gateway.http.idle-timeout: ")
                .hasMessageContaining("31");
    }

    private static HttpSettings read(String settings) {
        return SettingsReader.read(
                ConfigFactory.parseString("troupe.gateway.http { " + settings + " }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve(),
                HttpSettings::read);
    }
}
