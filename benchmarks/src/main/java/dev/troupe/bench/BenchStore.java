package dev.troupe.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsLayers;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database that both sides of a durable scenario write to, each with connections of its own. */
final class BenchStore {
    static final String POSTGRESQL = "jdbc:postgresql:";

    /** The sections that say how the journal is written and read. */
    private static final List<String> JOURNAL =
            List.of("pekko.persistence", "jdbc-journal", "jdbc-snapshot-store", "pekko-persistence-jdbc");

    /** Longer than {@code troupe.durable.settled-delay}: after it, nothing more is stored by itself. */
    private static final int QUIET_SECONDS = 3;

    /**
     * An entry or a snapshot.
     *
     * @param agent whose it is, with its key
     * @param ordering its place among all entries
     * @param form what is stored, {@code turn.1} for example
     * @param bytes of its content
     */
    record Stored(String agent, long ordering, String form, long bytes) {}

    private final String url;
    private final Config settings;

    private BenchStore(String url, Map<String, String> settings) {
        this.url = url;
        this.settings = ConfigFactory.parseMap(settings);
    }

    /** Names a PostgreSQL database, or a new file, which ends with this JVM, where {@code postgres} is null. */
    static BenchStore open(@Nullable String postgres) throws IOException {
        if (postgres != null) {
            return new BenchStore(
                    postgres, Map.of("troupe.store.kind", "postgresql", "troupe.store.postgresql.url", postgres));
        }
        var directory = Files.createTempDirectory("troupe-bench").toFile();
        var file = new File(directory, "store.db");
        directory.deleteOnExit(); // after the files in it: the last that is named goes first
        Stream.of("", "-wal", "-shm").forEach(end -> new File(file + end).deleteOnExit());
        return new BenchStore(
                "jdbc:sqlite:" + file,
                Map.of("troupe.store.kind", "embedded", "troupe.store.embedded.file", file.toString()));
    }

    /** Returns what a node of Troupe must know of it. */
    String troupe() {
        return text(settings);
    }

    /** Returns the same for a bare node: all that a node of Troupe tells Pekko of the journal. */
    String bare() {
        var all = SettingsLayers.of(settings, ClusterRuntime.class, "troupe-cluster.conf");
        var store = new Store(SettingsReader.read(all, StoreSettings::of));
        store.prepare();
        var config = store.config();
        for (String section : JOURNAL) {
            config = config.withFallback(all.withOnlyPath(section));
        }
        return text(config);
    }

    private static String text(Config config) {
        // Without braces around it, so that more may follow.
        return config.root().render(ConfigRenderOptions.concise().setJson(false)) + "\n";
    }

    /** Returns how many rows are in the journal, once no more are added. */
    double rows() throws Exception {
        double rows = count();
        double before;
        do {
            before = rows;
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            rows = count();
        } while (rows > before);
        return rows;
    }

    private double count() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM event_journal")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns the entries of all agents with one key, in the order in which they were stored. */
    List<Stored> entries(String key) throws SQLException {
        return stored("""
                SELECT persistence_id, ordering, event_ser_manifest, LENGTH(event_payload)
                FROM event_journal WHERE persistence_id LIKE ? ORDER BY ordering""", key);
    }

    /** Returns the snapshots of all agents with one key that are kept, each at the place of its last entry. */
    List<Stored> snapshots(String key) throws SQLException {
        return stored("""
                SELECT s.persistence_id, j.ordering, s.snapshot_ser_manifest, LENGTH(s.snapshot_payload)
                FROM snapshot s JOIN event_journal j
                ON j.persistence_id = s.persistence_id AND j.sequence_number = s.sequence_number
                WHERE s.persistence_id LIKE ? ORDER BY j.ordering""", key);
    }

    private List<Stored> stored(String query, String key) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, "%/" + key);
            List<Stored> all = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(new Stored(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getLong(4)));
                }
            }
            return all;
        }
    }
}
