package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

    @Test
    void namesEveryWrongKeyOfTheClusterAndOfTheEngineAtOnce() {
        var wrong = ConfigFactory.parseString("""
                troupe {
                  cluster {
                    name = "not a name"
                    host = ""
                    port = 65536
                    join = [here]
                    roles = ["gpu", "big iron"]
                    shards = 0
                    start-timeout = soon
                    directory-timeout = null
                    directory-changes = 0
                    drain-timeout = never
                  }
                  agents.inbox-limit = 0
                  delivery { expiry = later, lanes = none }
                }""");

        assertThatThrownBy(() -> ClusterRuntime.start(wrong, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("configuration: ")
                .hasMessageContaining("troupe.cluster.name: \"not a name\" (expected: letters, digits, - and _)")
                .hasMessageContaining("troupe.cluster.host: \"\" (expected: a host name or an address)")
                .hasMessageContaining("troupe.cluster.port: 65536 (expected: a whole number from 0 to 65535)")
                .hasMessageContaining("troupe.cluster.join: [\"here\"] (expected: a list of host:port)")
                .hasMessageContaining(
                        "troupe.cluster.roles: [\"gpu\",\"big iron\"] (expected: a list of letters, digits, - and _)")
                .hasMessageContaining("troupe.cluster.shards: 0 (expected: a whole number from 1 to 100000)")
                .hasMessageContaining("troupe.cluster.start-timeout: \"soon\" (expected: a time")
                .hasMessageContaining("troupe.cluster.directory-timeout: missing (expected: a time")
                .hasMessageContaining("troupe.cluster.directory-changes: 0 (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.cluster.drain-timeout: \"never\" (expected: a time")
                .hasMessageContaining("troupe.agents.inbox-limit: 0 (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.delivery.expiry: \"later\" (expected: a time")
                .hasMessageContaining("troupe.delivery.lanes: \"none\" (expected: a whole number >= 1)");
    }

    @Test
    void saysWhichSubstitutionIsMissing() {
        var wrong = ConfigFactory.parseString("troupe.cluster.host = ${TROUPE_NOWHERE}");

        assertThatThrownBy(() -> ClusterRuntime.start(wrong, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("configuration: ")
                .hasMessageContaining("TROUPE_NOWHERE");
    }

    @Test
    void readsTheDefaultsAndWhatGoesBeforeThem() {
        var overrides = "troupe { cluster { port = 0, join = [\"a:1\", \"b:2\"], roles = [gpu] }, listen.buffer = 7 }";

        var settings = ClusterSettings.of(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());

        assertThat(settings.name()).isEqualTo("troupe");
        assertThat(settings.port()).isZero();
        assertThat(settings.join()).containsExactly("a:1", "b:2");
        assertThat(settings.roles()).containsExactly("gpu");
        assertThat(settings.startTimeout()).isEqualTo(Duration.ofSeconds(60));
    }
}
