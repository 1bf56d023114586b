package dev.troupe.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.engine.SettingFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private static final KnownSettings KNOWN = KnownSettings.load();

    @Test
    void hasAVariableOfItsOwnForEachSetting() {
        assertThat(KNOWN.all())
                .extracting(each -> EnvironmentSettings.variable(each.key()))
                .doesNotHaveDuplicates();
        assertThat(EnvironmentSettings.variable("troupe.agents.inbox-limit")).isEqualTo("TROUPE_AGENTS_INBOX_LIMIT");
    }

    @Test
    void readsSettings() {
        var read = read(Map.of("TROUPE_AGENTS_INBOX_LIMIT", "7", "TROUPE_DURABLE_KEEP_HISTORY", "off", "PATH", "/bin"));

        assertThat(read.faults()).isEmpty();
        assertThat(read.config().entrySet()).hasSize(2);
        assertThat(read.config().getInt("troupe.agents.inbox-limit")).isEqualTo(7);
        assertThat(read.config().getBoolean("troupe.durable.keep-history")).isFalse();
        assertThat(read.config().getValue("troupe.agents.inbox-limit").origin().description())
                .isEqualTo("environment variable TROUPE_AGENTS_INBOX_LIMIT");
    }

    @Test
    void namesWhatLooksLikeASettingAndIsNone() {
        var faults = read(Map.of("TROUPE_AGENTS_INBOX_LIMT", "hunter2")).faults();

        assertThat(faults)
                .extracting(SettingFault::toString)
                .containsExactly("TROUPE_AGENTS_INBOX_LIMT: unknown (expected: perhaps TROUPE_AGENTS_INBOX_LIMIT),"
                        + " at the environment");
    }

    @Test
    void leavesOtherVariablesAlone() {
        var read = read(Map.of(
                "TROUPE_HOME", "/x",
                "TROUPE_LOG_FORMAT", "json",
                "TROUPE_AGENTS_PORT", "tcp://10.0.0.1:8080",
                "TROUPE_AGENTS_SERVICE_HOST", "10.0.0.1",
                "TROUPE_AGENTS_PORT_8080_TCP_ADDR", "10.0.0.1"));

        assertThat(read.faults()).isEmpty();
        assertThat(read.config().isEmpty()).isTrue();
    }

    @Test
    void checksValuesLikeThoseOfFiles() {
        var config = read(Map.of("TROUPE_AGENTS_INBOX_LIMIT", "0"))
                .config()
                .withFallback(com.typesafe.config.ConfigFactory.defaultReference())
                .resolve();

        assertThat(SettingsCheck.faults(config, KNOWN, Map.of()))
                .extracting(SettingFault::toString)
                .isEqualTo(List.of("troupe.agents.inbox-limit: \"0\" (expected: a whole number >= 1),"
                        + " at environment variable TROUPE_AGENTS_INBOX_LIMIT"));
    }

    private static EnvironmentSettings read(Map<String, String> environment) {
        return EnvironmentSettings.read(KNOWN, environment);
    }
}
