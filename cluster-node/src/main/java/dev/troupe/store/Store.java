package dev.troupe.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** Tells whether this process uses it. */
    public synchronized boolean isPrepared() {
        return prepared;
    }

    /** Returns what says whether a cluster uses it. */
    public SignOfLife signOfLife() {
        return new SignOfLife(Database.of(settings));
    }

    /** Returns how people call the database; without a password. */
    public String name() {
        return Database.of(settings).name();
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

    /**
     * Notes settings that all nodes must have in common, or compares them with those of the first node.
     *
     * @throws IllegalArgumentException if some differ; names each with both values, and says how it can be changed
     * @throws IllegalStateException if the database cannot be reached
     */
    public void requireSame(Map<String, String> same) {
        var database = Database.of(settings);
        var faults = with(database, connection -> StoredSettings.note(connection, database.lock(), same));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("configuration: " + String.join("; ", faults) + ", as stored in "
                    + database.name() + "; to change it, stop all nodes, then './troupe config forget --yes'");
        }
    }

    /** Returns the settings that are noted; as {@link #requireTables} for the rest. */
    public Map<String, String> sameSettings() {
        return with(Database.of(settings), StoredSettings::read);
    }

    /** Removes what {@link #requireSame} has noted, so that the next node may have other settings. */
    public void forgetSettings() {
        with(Database.of(settings), connection -> {
            StoredSettings.forget(connection);
            return "";
        });
    }

    /** Asks the database for something small, over a connection of its own; returns why that fails, or an empty text. */
    public String ping() {
        try {
            return with(Database.of(settings), connection -> {
                try (var statement = connection.createStatement()) {
                    statement.executeQuery("SELECT version FROM troupe_schema").close();
                }
                return "";
            });
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void requireNone(Database database, Call<List<String>> faults) {
        var found = with(database, faults);
        if (!found.isEmpty()) {
            throw new IllegalStateException(
                    "store: " + database.name() + ": tables that do not fit: " + String.join("; ", found));
        }
    }

    static <T extends @Nullable Object> T with(Database database, Call<T> call) {
        try (var connection = database.connect()) {
            return call.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "store: " + database.name() + ": " + e.getMessage() + " (expected: " + database.expected() + ")",
                    e);
        }
    }

    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }
}
