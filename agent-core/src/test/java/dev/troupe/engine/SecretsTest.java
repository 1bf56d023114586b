package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void hidesWhatTheNameOfAKeyCallsASecret() {
        for (String name : List.of(
                "password",
                "pasword-or-passwd",
                "api-key",
                "key",
                "secret",
                "client-secret",
                "token",
                "tokens.alice",
                "private-key")) {
            assertThat(shown(name, "hunter2")).as(name).isEqualTo("\"***\"");
        }
    }

    @Test
    void hidesThemWithinSectionsAndLists() {
        assertThat(shown("section", "{ password = hunter2, port = 1 }")).isEqualTo("{\"password\":\"***\",\"port\":1}");
        assertThat(shown("api-key", "[hunter2]")).isEqualTo("\"***\"");
    }

    @Test
    void hidesPasswordsInAddresses() {
        assertThat(shown("url", "\"jdbc:postgresql://u:hunter2@h:1/db?a=b&password=hunter2&c=d\""))
                .isEqualTo("\"jdbc:postgresql://u:***@h:1/db?a=b&password=***&c=d\"");
        assertThat(shown("url", "\"jdbc:postgresql://h/db?password=hunter2\"")).doesNotContain("hunter2");
    }

    @Test
    void showsWhatIsAboutASecretAndWhetherThereIsOne() {
        assertThat(shown("tokens-file", "a")).isEqualTo("\"a\"");
        assertThat(shown("keys-url", "\"https://h\"")).isEqualTo("\"https://h\"");
        assertThat(shown("unknown-key-interval", "1m")).isEqualTo("\"1m\"");
        assertThat(shown("max-tokens", "7")).isEqualTo("7");
        assertThat(shown("password", "\"\"")).isEqualTo("\"\"");
        assertThat(shown("host", "a")).isEqualTo("\"a\"");
    }

    private static String shown(String key, String value) {
        return Secrets.shown(
                "troupe." + key, ConfigFactory.parseString("it = " + value).getValue("it"));
    }
}
