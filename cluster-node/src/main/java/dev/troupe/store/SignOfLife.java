package dev.troupe.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code troupe_cluster}: a number that grows as long as a cluster uses the store. Whoever sees it stand still
 * knows that none does, whatever the clocks say. Its calls block, each over a connection of its own; they throw {@link
 * IllegalStateException} if the database cannot be reached. Thread-safe.
 */
public final class SignOfLife {
    static final String TABLE = "troupe_cluster";

    private static final String READ = "SELECT node, beat FROM " + TABLE;
    /** Not from 1: one that is removed and comes again must not look as if it had stood still. */
    private static final String BEGIN =
            "INSERT INTO " + TABLE + " (id, node, beat) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING";

    private static final String GO_ON = "UPDATE " + TABLE + " SET node = ?, beat = ? WHERE beat = ?";
    private static final String END = "DELETE FROM " + TABLE + " WHERE beat = ?";

    /**
     * What is there.
     *
     * @param node which has given it last
     */
    public record Sign(String node, long beat) {}

    private final Database database;

    SignOfLife(Database database) {
        this.database = database;
    }

    /** Returns the last sign; null if there is none, since the last node has left in order. */
    public @Nullable Sign read() {
        return Store.with(database, SignOfLife::read);
    }

    /**
     * Gives the next sign after one that was seen; returns it, or null if somebody else has given one since.
     *
     * @param seen null if there was none
     */
    public @Nullable Sign give(@Nullable Sign seen, String node) {
        return Store.with(database, connection -> give(connection, seen, node));
    }

    /** Gives a sign if nobody has since {@code last}; returns the one that is there then. */
    public @Nullable Sign keepUp(@Nullable Sign last, String node) {
        return Store.with(database, connection -> {
            var now = read(connection);
            if (now != null && !now.equals(last)) {
                return now;
            }
            var given = give(connection, now, node);
            return given == null ? read(connection) : given;
        });
    }

    /** Removes a sign, if it is still the last: no node is left. */
    public void remove(Sign last) {
        Store.with(database, connection -> {
            try (var write = connection.prepareStatement(END)) {
                write.setLong(1, last.beat());
                return write.executeUpdate();
            }
        });
    }

    private static @Nullable Sign read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(READ)) {
            return rows.next() ? new Sign(rows.getString(1), rows.getLong(2)) : null;
        }
    }

    private static @Nullable Sign give(Connection connection, @Nullable Sign seen, String node) throws SQLException {
        var next = new Sign(node, seen == null ? System.currentTimeMillis() : seen.beat() + 1);
        try (var write = connection.prepareStatement(seen == null ? BEGIN : GO_ON)) {
            write.setString(1, next.node());
            write.setLong(2, next.beat());
            if (seen != null) {
                write.setLong(3, seen.beat());
            }
            return write.executeUpdate() == 1 ? next : null;
        }
    }
}
