package dev.troupe.node.management;

import com.typesafe.config.Config;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.Security;
import dev.troupe.gateway.http.HttpSettings;
import java.time.Duration;

/**
 * The settings below {@code troupe.management}.
 *
 * @param enabled whether the node opens it
 * @param http where and how it is served
 * @param answerTimeout how long other nodes have to say something
 */
public record ManagementSettings(boolean enabled, HttpSettings http, Duration answerTimeout) {

    /** Reads a resolved configuration; throws {@link IllegalArgumentException} that names every wrong key. */
    public static ManagementSettings of(Config config) {
        return SettingsReader.read(config, ManagementSettings::of);
    }

    /** For a start that has more sections: the reader tells of all faults together. */
    public static ManagementSettings of(SettingsReader reader) {
        return new ManagementSettings(
                reader.flag("management.enabled"),
                HttpSettings.read(reader, "management.http"),
                reader.time("management.answer-timeout"));
    }

    /** Returns where it listens. */
    public Security.Door door() {
        return new Security.Door("troupe.management.http.host", http.host());
    }
}
