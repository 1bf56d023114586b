package dev.troupe.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.Settings;
import dev.troupe.engine.SettingsReader;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
        var all = Settings.layered(settings, ClusterRuntime.class, "troupe-cluster.conf");
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
}
