package dev.troupe.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of {@code troupe_settings}: settings that all nodes must have in common, as the first node had them. Each call
 * leaves the connection in a transaction that it has ended.
 */
final class StoredSettings {
    static final String TABLE = "troupe_settings";

    private StoredSettings() {}

    /**
     * Notes what is not there yet, and returns what is there and differs; then it has noted nothing.
     *
     * @param lock makes others that do the same wait until the end of the transaction
     */
    static List<String> note(Connection connection, String lock, Map<String, String> own) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(lock);
            var stored = read(connection);
            List<String> faults = new ArrayList<>();
            for (var setting : new TreeMap<>(own).entrySet()) {
                String known = stored.get(setting.getKey());
                if (known == null) {
                    insert(connection, setting);
                } else if (!known.equals(setting.getValue())) {
                    faults.add(setting.getKey() + ": " + setting.getValue() + " (expected: " + known + ")");
                }
            }
            if (faults.isEmpty()) {
                connection.commit();
            }
            return faults;
        } finally {
            connection.rollback();
        }
    }

    static Map<String, String> read(Connection connection) throws SQLException {
        Map<String, String> stored = new TreeMap<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT name, value FROM " + TABLE)) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getString(2));
            }
        }
        return stored;
    }

    /** Removes all. */
    static void forget(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM " + TABLE);
        }
    }

    private static void insert(Connection connection, Map.Entry<String, String> setting) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO " + TABLE + " (name, value) VALUES (?, ?)")) {
            insert.setString(1, setting.getKey());
            insert.setString(2, setting.getValue());
            insert.executeUpdate();
        }
    }
}
