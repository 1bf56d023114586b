package dev.troupe.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.KnownSetting;
import dev.troupe.engine.config.KnownSettings;
import dev.troupe.engine.config.SettingsCheck;
import dev.troupe.engine.config.SettingsSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the file that an operator edits to the defaults of all modules. */
class ApplicationConfTest {
    private static final Path FILE = Path.of("..", "application.conf");
    private static final KnownSettings KNOWN = KnownSettings.load();

    @Test
    void isWhatTheModulesSay() throws IOException {
        assertThat(Files.readString(FILE))
                .as("application.conf is not up to date. Run:"
                        + " ./troupe config show --template > new.conf && mv new.conf application.conf")
                .isEqualTo(KNOWN.template());
    }

    @Test
    void changesNothing() {
        var file = ConfigFactory.parseFile(FILE.toFile());

        assertThat(file.entrySet()).isEmpty();
        assertThat(defaults(file)).isEqualTo(defaults(ConfigFactory.empty()));
    }

    @Test
    void hasEverySettingWithItsDefaultBehindTheSign() {
        var all = KNOWN.template().replaceAll("(?m)^( *)#(?=\\S)", "$1");

        var config = ConfigFactory.parseString(all)
                // Which its comment says.
                .withFallback(ConfigFactory.parseString("troupe.management.http = ${troupe.gateway.http}"))
                .resolve(ConfigResolveOptions.noSystem());

        assertThat(KNOWN.all())
                .hasSizeGreaterThan(150)
                .allSatisfy(setting -> assertThat(value(config, setting))
                        .as(setting.key())
                        .isEqualTo(setting.value().unwrapped()));
    }

    @Test
    void namesNothingThatNoModuleChecks() {
        var config = ConfigFactory.parseString("troupe.store.kind = postgresql")
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        var reader = SettingsReader.of(config);
        ServiceLoader.load(SettingsSection.class).forEach(section -> section.read(reader));
        Set<String> unread = new TreeSet<>();
        KNOWN.all().forEach(setting -> unread.add(setting.key()));

        unread.removeAll(reader.read());

        // Of the other kind of store, and Pekko's own.
        unread.removeIf(key -> key.matches("troupe\\.(store\\.embedded|delivery\\.dispatcher|agents\\.mailbox)\\..*"));
        // Numbers that may be null.
        unread.removeIf(key -> key.matches("troupe\\.chat\\.model\\.(temperature|max-tokens)"));
        assertThat(unread).as("keys that no SettingsSection reads").isEmpty();
    }

    @Test
    void isRight() {
        var config = ConfigFactory.parseFile(FILE.toFile())
                .withFallback(ConfigFactory.defaultReference())
                .resolve();

        assertThat(SettingsCheck.faults(config, KNOWN, Map.of())).isEmpty();
    }

    private static Config defaults(Config over) {
        return over.withFallback(ConfigFactory.defaultReference()).resolve();
    }

    private static Object value(Config config, KnownSetting setting) {
        ConfigObject root = config.root();
        var path = com.typesafe.config.ConfigUtil.splitPath(setting.key());
        for (String name : path.subList(0, path.size() - 1)) {
            root = (ConfigObject) root.get(name);
        }
        return root.get(path.get(path.size() - 1)).unwrapped();
    }
}
