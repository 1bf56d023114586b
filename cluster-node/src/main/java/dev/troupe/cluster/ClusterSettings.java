package dev.troupe.cluster;

import com.typesafe.config.Config;
import dev.troupe.engine.Settings;
import dev.troupe.engine.SettingsReader;
import dev.troupe.store.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The section {@code troupe.cluster}, checked together with the engine's and the store's.
 *
 * @param engine the rest of {@code troupe}
 * @param store where durable agents keep their turns
 */
record ClusterSettings(
        Settings engine,
        StoreSettings store,
        String name,
        String host,
        int port,
        List<String> join,
        List<String> roles,
        int shards,
        int linkBuffer,
        Duration startTimeout,
        Duration directoryTimeout,
        int directoryChanges,
        Duration drainTimeout,
        Duration drainNotice) {
    private static final Pattern HOST = Pattern.compile("\\S+");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^:\\s]+:\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w\\-]*");

    ClusterSettings {
        join = List.copyOf(join);
        roles = List.copyOf(roles);
    }

    /** Reads both from a resolved configuration; the error names every wrong key of either. */
    static ClusterSettings of(Config config) {
        return SettingsReader.read(config, ClusterSettings::of);
    }

    static ClusterSettings of(SettingsReader reader) {
        return new ClusterSettings(
                Settings.of(reader),
                StoreSettings.of(reader),
                reader.text("cluster.name", NAME, "letters, digits, - and _"),
                reader.text("cluster.host", HOST, "a host name or an address"),
                reader.count("cluster.port", 0, 65_535),
                reader.texts("cluster.join", HOST_AND_PORT, "host:port"),
                reader.texts("cluster.roles", NAME, "letters, digits, - and _"),
                reader.count("cluster.shards", 1, 100_000),
                reader.bytes("cluster.link-buffer"),
                reader.time("cluster.start-timeout"),
                reader.time("cluster.directory-timeout"),
                reader.count("cluster.directory-changes", 1),
                reader.time("cluster.drain-timeout"),
                reader.time("cluster.drain-notice", Duration.ZERO));
    }
}
