package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void readsTheDefaultsAndWhatGoesBeforeThem() {
        var settings = settings("troupe { message.max-payload = 2 KiB, agents.idle-timeout = 3s, listen.buffer = 7 }");

        assertThat(settings.maxPayloadBytes()).isEqualTo(2_048);
        assertThat(settings.agents().idleTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.listenBuffer()).isEqualTo(7);
        assertThat(settings.delivery().maxPending()).isEqualTo(new PendingTable.Limits(1_000, 10_000, 100_000));
    }

    @Test
    void namesEveryWrongKeyAndWhatItMayBe() {
        assertThatThrownBy(() -> settings("""
                        troupe {
                          message.max-payload = 2 GiB
                          delivery { max-pending = many, lanes = null, expiry = soon, tick = 0s }
                          agents { inbox-limit = 0, reminders-limit = -1, retry.max-attempts = 2.5 }
                          listen.buffer = { size = 1 }
                        }"""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("configuration: ")
                .hasMessageContaining(
                        "troupe.message.max-payload: \"2 GiB\" (expected: a size from 1 B to 1 GiB, such as 200 KiB)")
                .hasMessageContaining("troupe.delivery.max-pending: \"many\" (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.delivery.lanes: missing (expected: a whole number >= 1)")
                .hasMessageContaining(
                        "troupe.delivery.expiry: \"soon\" (expected: a time of at least 1 ms, in a form such as 500ms, 10s or 2m)")
                .hasMessageContaining("troupe.delivery.tick: \"0s\" (expected: a time of at least 1 ms")
                .hasMessageContaining("troupe.agents.inbox-limit: 0 (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.agents.reminders-limit: -1 (expected: a whole number >= 0)")
                .hasMessageContaining("troupe.agents.retry.max-attempts: 2.5 (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.listen.buffer: {\"size\":1} (expected: a whole number >= 1)");
    }

    @Test
    void namesTheMaximumThatIsBelowItsFirstValueBesidesOtherFaults() {
        assertThatThrownBy(() -> settings("""
                        troupe {
                          delivery { accept-timeout = 9s, max-accept-timeout = 8s, max-pending = 0 }
                          agents { retry { first-delay = 2s, max-delay = 1s }, active-limit = 0 }
                        }"""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "troupe.delivery.max-accept-timeout: \"8s\" (expected: a time of at least 9000 ms")
                .hasMessageContaining("troupe.delivery.max-pending: 0")
                .hasMessageContaining("troupe.agents.retry.max-delay: \"1s\" (expected: a time of at least 2000 ms")
                .hasMessageContaining("troupe.agents.active-limit: 0");
    }

    @Test
    void namesOnlyTheFirstValueWhenThatIsWrongItself() {
        assertThatThrownBy(() -> settings("troupe.agents.retry { first-delay = soon, max-delay = 1s }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.agents.retry.first-delay")
                .hasMessageNotContaining("max-delay");
    }

    private static Settings settings(String overrides) {
        return Settings.of(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }
}
