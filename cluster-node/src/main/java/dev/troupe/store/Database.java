package dev.troupe.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * One kind of database, as JDBC, the plugin and a reader of our errors each need it.
 *
 * @param name how errors call it, without a password
 * @param expected what must be so for it to be reached
 * @param schema the DDL file
 * @param lock the statement that makes others who prepare the schema wait
 * @param byteOrder the collation that orders texts by their UTF-8 bytes
 * @param profile Slick's name for it
 * @param properties for the driver
 * @param plugin what is different in the plugin's settings
 */
record Database(
        String name,
        String expected,
        String url,
        String schema,
        String lock,
        String byteOrder,
        String driver,
        String profile,
        Map<String, String> properties,
        Map<String, Object> plugin) {
    private static final String POOL = "pekko-persistence-jdbc.shared-databases.troupe.";

    Database {
        properties = Map.copyOf(properties);
        plugin = Map.copyOf(plugin);
    }

    static Database of(StoreSettings settings) {
        return switch (settings.kind()) {
            case EMBEDDED -> embedded(settings);
            case POSTGRESQL -> postgresql(settings);
            case NONE ->
                throw new IllegalArgumentException(
                        "troupe.store.kind: none (expected: embedded or postgresql, where turns are to be stored)");
        };
    }

    private static Database embedded(StoreSettings settings) {
        Path file = settings.file().toAbsolutePath().normalize();
        Map<String, String> properties = new HashMap<>();
        // Readers and one writer at a time, of any process; none of them serves the others.
        properties.put("journal_mode", "WAL");
        // A commit is on the disk when it returns.
        properties.put("synchronous", "FULL");
        // Others write too: wait for them, from the start of a transaction on.
        properties.put("busy_timeout", Long.toString(settings.answerTimeout().toMillis()));
        properties.put("transaction_mode", "IMMEDIATE");
        properties.put("foreign_keys", "true");
        return new Database(
                "file " + file,
                "a directory of a local disk that this process may write to; see troupe.store.embedded.file",
                "jdbc:sqlite:" + file,
                "sqlite.sql",
                // A transaction has the lock from its start.
                "SELECT 1",
                "BINARY",
                "org.sqlite.JDBC",
                "slick.jdbc.SQLiteProfile$",
                properties,
                // One writes at a time anyway; what waits meanwhile makes a larger batch.
                Map.of("jdbc-journal.parallelism", 1));
    }

    /** Makes the directory of an embedded store. */
    static void createDirectory(Path file) {
        var directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("troupe.store.embedded.file: " + file + " (expected: a file)");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalStateException("store: cannot make the directory of troupe.store.embedded.file: " + e, e);
        }
    }

    private static Database postgresql(StoreSettings settings) {
        var server = settings.server();
        Map<String, String> properties = new HashMap<>();
        properties.put("user", server.user());
        properties.put("password", server.password());
        properties.put("connectTimeout", Long.toString(settings.connectTimeout().toSeconds()));
        // A server that is gone without a word ends a call only so.
        properties.put("socketTimeout", Long.toString(settings.answerTimeout().toSeconds()));
        properties.put("reWriteBatchedInserts", "true");
        // With it, an error holds all payloads of its batch.
        properties.put("logServerErrorDetail", "false");
        properties.put("ApplicationName", "troupe");
        return new Database(
                server.toString(),
                "a PostgreSQL server that runs there and lets this user in; see troupe.store.postgresql",
                server.url(),
                "postgresql.sql",
                "SELECT pg_advisory_xact_lock(7340)",
                "\"C\"",
                "org.postgresql.Driver",
                "slick.jdbc.PostgresProfile$",
                properties,
                // A node that is paused between a write and its commit: else whoever has its agents now waits as long
                // as it.
                Map.of(
                        POOL + "db.connectionInitSql",
                        "SET idle_in_transaction_session_timeout = "
                                + settings.answerTimeout().toMillis()));
    }

    /** Opens a connection of its own, beside the pool. */
    Connection connect() throws SQLException {
        var all = new Properties();
        all.putAll(properties);
        return DriverManager.getConnection(url, all);
    }

    /** A password is among the properties. */
    @Override
    public String toString() {
        return name;
    }

    /** Returns the settings of Pekko that name this database. */
    Map<String, Object> pekko() {
        Map<String, Object> settings = new HashMap<>(plugin);
        settings.put(POOL + "profile", profile);
        settings.put(POOL + "db.driver", driver);
        settings.put(POOL + "db.url", url);
        settings.put(POOL + "db.properties", properties);
        return settings;
    }
}
