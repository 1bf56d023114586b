package dev.troupe.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.troupe.engine.SettingFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
    private static final KnownSettings KNOWN = KnownSettings.load();

    @Test
    void findsNothingWrongWithTheDefaults() {
        assertThat(faults("")).isEmpty();
    }

    @Test
    void namesEveryUnknownKeyAndEveryWrongValueWithItsLine() {
        var faults = faults("""
                troupe {
                  listen.bufer = 5
                  listn { buffer = 5 }
                  agents.inbox-limit = many
                  delivery.lanes = 0
                  completely.different = 1
                }""");

        assertThat(faults)
                .extracting(SettingFault::toString)
                .containsExactlyInAnyOrder(
                        "troupe.listen.bufer: unknown (expected: perhaps troupe.listen.buffer), at node.conf: 2",
                        "troupe.listn: unknown (expected: perhaps troupe.listen), at node.conf: 3",
                        "troupe.completely: unknown (expected: one of those that './troupe config show' lists), at node.conf: 6",
                        "troupe.agents.inbox-limit: \"many\" (expected: a whole number >= 1), at node.conf: 4",
                        "troupe.delivery.lanes: 0 (expected: a whole number >= 1), at node.conf: 5");
    }

    @Test
    void saysOnceThatASectionIsAValue() {
        assertThat(faults("troupe.agents = 5"))
                .extracting(SettingFault::toString)
                .containsExactly("troupe.agents: a value (expected: a section: { .. }), at node.conf: 1");
    }

    @Test
    void doesNotShowWhatAMisspelledKeyHas() {
        assertThat(faults("troupe.listen.pasword = hunter2").toString())
                .contains("pasword")
                .doesNotContain("hunter2");
    }

    @Test
    void leavesToPekkoWhatIsItsOwn() {
        assertThat(faults("troupe.delivery.dispatcher.thread-pool-executor.fixed-pool-size = 4"))
                .isEmpty();
    }

    @Test
    void leavesFlagsOfTheJvmAlone() {
        var flags = ConfigFactory.parseMap(Map.of("troupe.home", "/x", "troupe.maven.home", "/y"), "system properties");

        assertThat(SettingsCheck.faults(flags.withFallback(config("")), KNOWN, Map.of()))
                .isEmpty();
    }

    @Test
    void startsNothingWithAFault() {
        assertThatThrownBy(() -> SettingsCheck.require(config("troupe.listen.bufer = 5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("configuration: troupe.listen.bufer: unknown (expected: perhaps troupe.listen.buffer),"
                        + " at node.conf: 1");
    }

    private static List<SettingFault> faults(String text) {
        return SettingsCheck.faults(config(text), KNOWN, Map.of());
    }

    private static Config config(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription("node.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
