package dev.troupe.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.sql.SQLException;

/** Prepares the database of {@link StoreSettings} for Pekko's persistence. */
public final class Store {
    private Store() {}

    /**
     * Makes the tables where there are none, checks them where there are, and returns what Pekko must know of the database:
     * settings that go before all others. Several nodes may do so at the same time. Returns, or fails, within a few
     * seconds; it opens nothing that stays open.
     *
     * @throws IllegalArgumentException if the settings name no store
     * @throws IllegalStateException if the database cannot be reached, or has tables that do not fit; says which, and what
     *     to do
     */
    public static Config open(StoreSettings settings) {
        var database = Database.of(settings);
        try (var connection = database.connect()) {
            Schema.read(database.schema()).prepare(connection, database.lock());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "store: " + database.name() + ": " + e.getMessage() + " (expected: " + database.expected() + ")",
                    e);
        }
        return ConfigFactory.parseMap(database.pekko(), "troupe.store");
    }
}
