package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The section {@code troupe.cluster}, checked. */
record ClusterSettings(
        String name,
        String host,
        int port,
        List<String> join,
        List<String> roles,
        int shards,
        Duration startTimeout,
        Duration directoryTimeout) {
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^:\\s]+:\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w\\-]*");

    ClusterSettings {
        join = List.copyOf(join);
        roles = List.copyOf(roles);
        List<String> faults = new ArrayList<>();
        check(faults, NAME.matcher(name).matches(), "name", name, "letters, digits, - and _");
        check(faults, !host.isBlank(), "host", host, "a host name or an address");
        check(faults, port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        for (String node : join) {
            check(faults, HOST_AND_PORT.matcher(node).matches(), "join", node, "host:port");
        }
        for (String role : roles) {
            check(faults, NAME.matcher(role).matches(), "roles", role, "letters, digits, - and _");
        }
        check(faults, shards >= 1 && shards <= 100_000, "shards", shards, "1 to 100000");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("configuration: " + String.join("; ", faults));
        }
    }

    static ClusterSettings of(Config config) {
        try {
            var cluster = config.getConfig("troupe.cluster");
            return new ClusterSettings(
                    cluster.getString("name"),
                    cluster.getString("host"),
                    cluster.getInt("port"),
                    cluster.getStringList("join"),
                    cluster.getStringList("roles"),
                    cluster.getInt("shards"),
                    cluster.getDuration("start-timeout"),
                    cluster.getDuration("directory-timeout"));
        } catch (ConfigException e) {
            throw new IllegalArgumentException("configuration: " + e.getMessage(), e);
        }
    }

    private static void check(List<String> faults, boolean valid, String key, Object value, String expected) {
        if (!valid) {
            faults.add("troupe.cluster." + key + ": " + value + " (expected: " + expected + ")");
        }
    }
}
