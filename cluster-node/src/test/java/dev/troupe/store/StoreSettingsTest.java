package dev.troupe.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {

    @Test
    void isAFileInTheWorkingDirectoryUnlessSomethingElseIsSaid() {
        var settings = read("");

        assertThat(settings.kind()).isEqualTo(StoreSettings.Kind.EMBEDDED);
        assertThat(settings.file()).isEqualTo(Path.of("troupe-data", "store.db"));
        assertThat(settings.connections()).isEqualTo(8);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void namesEveryWrongKeyAtOnce() {
        String wrong = """
                kind = postgresql
                connections = 1
                write-buffer = 0
                connect-timeout = 10ms
                answer-timeout = long
                postgresql { url = "jdbc:h2:mem:x", user = "" }
                """;

        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.store.connections: 1 (expected: a whole number from 2 to 1000)")
                .hasMessageContaining("troupe.store.write-buffer: 0 (expected: a whole number from 1 to 1000000)")
                .hasMessageContaining("troupe.store.connect-timeout: \"10ms\" (expected: a time of at least 1000 ms")
                .hasMessageContaining("troupe.store.answer-timeout: \"long\" (expected: a time")
                .hasMessageContaining("troupe.store.postgresql.url: \"jdbc:h2:mem:x\" (expected: jdbc:postgresql://")
                .hasMessageContaining("troupe.store.postgresql.user: \"\" (expected: the name of a database user)");
    }

    @Test
    void namesTheKindsThatThereAre() {
        assertThatThrownBy(() -> read("kind = h2"))
                .hasMessageContaining("troupe.store.kind: \"h2\" (expected: embedded, postgresql or none)");
        assertThatThrownBy(() -> read("embedded.file = \"\""))
                .hasMessageContaining("troupe.store.embedded.file: \"\" (expected: a file)");
    }

    @Test
    void doesNotCheckWhatTheKindDoesNotNeed() {
        assertThat(read("kind = none, embedded.file = \"\", postgresql.url = \"\"")
                        .kind())
                .isEqualTo(StoreSettings.Kind.NONE);
    }

    @Test
    void showsNoPassword() {
        var settings = read("""
                kind = postgresql
                postgresql { url = "jdbc:postgresql://h/d?password=secret&ssl=true", user = u, password = secret }
                """);

        assertThat(settings.toString())
                .contains("jdbc:postgresql://h/d?password=***&ssl=true as 'u'")
                .doesNotContain("secret");
        assertThat(Database.of(settings).toString()).doesNotContain("secret");
    }

    @Test
    void refusesToOpenNothing() {
        assertThatThrownBy(() -> new Store(read("kind = none")).prepare())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.store.kind: none (expected: embedded or postgresql");
    }

    private static StoreSettings read(String section) {
        return SettingsReader.read(config("troupe.store { " + section + " }"), StoreSettings::of);
    }

    private static Config config(String text) {
        return ConfigFactory.parseString(text)
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
