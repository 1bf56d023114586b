package dev.troupe.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The database of {@link StoreSettings}, made ready for Pekko's persistence. Thread-safe. */
public final class Store {
    private final StoreSettings settings;
    private boolean prepared;

    public Store(StoreSettings settings) {
        this.settings = settings;
    }

    /** Returns what Pekko must know of the database: settings that go before all others. Touches nothing. */
    public Config config() {
        return settings.kind() == StoreSettings.Kind.NONE
                ? ConfigFactory.parseString("pekko.persistence { journal.plugin = \"\", snapshot-store.plugin = \"\" }")
                : ConfigFactory.parseMap(Database.of(settings).pekko(), "troupe.store");
    }

    /**
     * Makes the tables where there are none, and checks them where there are; once. Several nodes may do so at the same
     * time. Returns, or fails, within a few seconds; it opens nothing that stays open.
     *
     * @throws IllegalArgumentException if the settings name no store
     * @throws IllegalStateException if the database cannot be reached, or has tables that do not fit; says which, and what
     *     to do
     */
    public synchronized void prepare() {
        if (prepared) {
            return;
        }
        var database = Database.of(settings);
        if (settings.kind() == StoreSettings.Kind.EMBEDDED) {
            Database.createDirectory(settings.file());
        }
        requireNone(database, connection -> Schema.read(database.schema()).prepare(connection, database.lock()));
        prepared = true;
    }

    /**
     * Opens the table of what became of messages, for one thread.
     *
     * @throws IllegalStateException before {@link #prepare}
     */
    public synchronized FateTable fates() {
        if (!prepared) {
            throw new IllegalStateException("store: not in use on this node (expected: a durable agent type)");
        }
        var database = Database.of(settings);
        return new FateTable(database::connect, database.byteOrder());
    }

    /**
     * Checks that the store is there with its tables, and makes nothing.
     *
     * @throws IllegalArgumentException if the settings name no store
     * @throws IllegalStateException as {@link #prepare} does, and if there is no store yet
     */
    public void requireTables() {
        var database = Database.of(settings);
        if (settings.kind() == StoreSettings.Kind.EMBEDDED && !Files.isRegularFile(settings.file())) {
            throw new IllegalStateException("store: " + database.name()
                    + ": there is none (expected: the one that a node with durable agents has made; see"
                    + " troupe.store.embedded.file)");
        }
        requireNone(database, Schema.read(database.schema())::check);
    }

    private static void requireNone(Database database, Faults faults) {
        try (var connection = database.connect()) {
            var found = faults.of(connection);
            if (!found.isEmpty()) {
                throw new IllegalStateException(
                        "store: " + database.name() + ": tables that do not fit: " + String.join("; ", found));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "store: " + database.name() + ": " + e.getMessage() + " (expected: " + database.expected() + ")",
                    e);
        }
    }

    /** Looks for what does not fit. */
    @FunctionalInterface
    private interface Faults {
        List<String> of(Connection connection) throws SQLException;
    }
}
