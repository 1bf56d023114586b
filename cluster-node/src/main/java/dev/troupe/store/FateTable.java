package dev.troupe.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of messages, as rows of {@code troupe_fates}. Its calls block; one thread at a time makes them. It has a
 * connection of its own, opened when it is needed, and again after a failure.
 */
public final class FateTable implements AutoCloseable {

    /** A message at a recipient. */
    public record Key(String messageId, String recipientType, String recipientKey) {}

    /**
     * What is known of one. Texts are kept as they are, but for the character NUL, which no database takes.
     *
     * @param publicationId null for a direct message
     * @param failure null if there is none
     * @param deadLetter the message itself; null if it need not be sent again
     * @param at milliseconds since the epoch
     */
    public record Row(
            Key key,
            @Nullable String publicationId,
            String outcome,
            int attempts,
            @Nullable String failure,
            @Nullable String deadLetter,
            long at) {}

    /**
     * Where a row is in the order of dead letters: by time, then key, texts by their UTF-8 bytes.
     *
     * @param at milliseconds since the epoch
     */
    public record Place(long at, Key key) {}

    /** Opens connections. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /** Data that does not fit, and limits of the database: the same row fails again. */
    private static final Set<String> FAULTS_OF_A_ROW = Set.of("22", "54");

    private static final String COLUMNS =
            "message_id, recipient_type, recipient_key, publication_id, outcome, attempts,"
                    + " failure, dead_letter, noted_at";
    private static final String IS_KEY = "message_id = ? AND recipient_type = ? AND recipient_key = ?";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM troupe_fates WHERE ";

    /** Nothing takes the place of PROCESSED, and STORED that of nothing. */
    private static final String WRITE = "INSERT INTO troupe_fates (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (message_id, recipient_type, recipient_key) DO UPDATE SET outcome = excluded.outcome,"
            + " attempts = excluded.attempts, failure = excluded.failure, dead_letter = excluded.dead_letter,"
            + " noted_at = excluded.noted_at WHERE excluded.outcome = 'PROCESSED'"
            + " OR (excluded.outcome = 'DEAD_LETTERED' AND troupe_fates.outcome <> 'PROCESSED')";

    private final Connections connections;
    private final String deadLetters;
    private final String deadLettersAfter;
    private @Nullable Connection connection;

    /** @param collation orders texts by their UTF-8 bytes, as Java can, and as a database does not by itself */
    FateTable(Connections connections, String collation) {
        this.connections = connections;
        String order = Stream.of("message_id", "recipient_type", "recipient_key")
                .map(column -> column + " COLLATE " + collation)
                .collect(Collectors.joining(", ", "noted_at, ", ""));
        this.deadLetters = "dead_letter IS NOT NULL ORDER BY " + order + " LIMIT ?";
        // The time alone is what the index has.
        this.deadLettersAfter = "noted_at >= ? AND (" + order + ") > (?, ?, ?, ?) AND " + deadLetters;
    }

    /** Writes rows, all or none; no two of one key. A row that says less than the one that is there changes nothing. */
    public void write(List<Row> rows) throws SQLException {
        with(open -> {
            open.setAutoCommit(false);
            try (var statement = open.prepareStatement(WRITE)) {
                for (var row : rows) {
                    fill(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            open.commit();
            open.setAutoCommit(true); // a question is no transaction, which would keep writers of a file out
            return rows.size();
        });
    }

    /** Tells whether what {@link #write} threw is about what is in a row, so that it would be thrown again. */
    public static boolean isAboutARow(SQLException thrown) {
        String state = thrown.getSQLState();
        return state != null && state.length() > 2 && FAULTS_OF_A_ROW.contains(state.substring(0, 2));
    }

    /** Returns what is known of a message, or of the messages of a publication. */
    public List<Row> find(String id) throws SQLException {
        return rows(SELECT + "message_id = ? OR publication_id = ? ORDER BY " + COLUMNS, statement -> {
            statement.setString(1, clean(id));
            statement.setString(2, clean(id));
        });
    }

    /** Returns the first rows that have a dead letter, in the order of places: of all, or of those behind one. */
    public List<Row> deadLetters(@Nullable Place after, int limit) throws SQLException {
        if (after == null) {
            return rows(SELECT + deadLetters, statement -> statement.setInt(1, limit));
        }
        return rows(SELECT + deadLettersAfter, statement -> {
            statement.setLong(1, after.at());
            statement.setLong(2, after.at());
            fill(statement, 3, after.key());
            statement.setInt(6, limit);
        });
    }

    /** Returns the row of a message at one recipient: one or none. */
    public List<Row> find(Key key) throws SQLException {
        return rows(SELECT + IS_KEY, statement -> fill(statement, 1, key));
    }

    /** Puts {@code row} in the place of one with a dead letter of the same key and time. Returns whether there was one. */
    public boolean replaceDeadLetter(Row row) throws SQLException {
        return with(open -> {
            try (var statement = open.prepareStatement(
                    "UPDATE troupe_fates SET outcome = ?, attempts = ?, failure = ?, dead_letter = ?" + " WHERE "
                            + IS_KEY + " AND dead_letter IS NOT NULL AND noted_at = ?")) {
                statement.setString(1, row.outcome());
                statement.setInt(2, row.attempts());
                statement.setString(3, clean(row.failure()));
                statement.setString(4, clean(row.deadLetter()));
                fill(statement, 5, row.key());
                statement.setLong(8, row.at());
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** Forgets what is older than {@code time}, and dead letters that are older than {@code deadLetterTime}. */
    public int forget(long time, long deadLetterTime) throws SQLException {
        return with(open -> {
            try (var statement = open.prepareStatement(
                    "DELETE FROM troupe_fates WHERE noted_at < ? AND (dead_letter IS NULL OR noted_at < ?)")) {
                statement.setLong(1, time);
                statement.setLong(2, deadLetterTime);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is gone already.
            }
        }
    }

    private static void fill(PreparedStatement statement, Row row) throws SQLException {
        fill(statement, 1, row.key());
        statement.setString(4, clean(row.publicationId()));
        statement.setString(5, row.outcome());
        statement.setInt(6, row.attempts());
        statement.setString(7, clean(row.failure()));
        statement.setString(8, clean(row.deadLetter()));
        statement.setLong(9, row.at());
    }

    private static void fill(PreparedStatement statement, int first, Key key) throws SQLException {
        statement.setString(first, clean(key.messageId()));
        statement.setString(first + 1, key.recipientType());
        statement.setString(first + 2, clean(key.recipientKey()));
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private List<Row> rows(String select, Filling filling) throws SQLException {
        return with(open -> {
            List<Row> found = new ArrayList<>();
            try (var statement = open.prepareStatement(select)) {
                filling.fill(statement);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(row(rows));
                    }
                }
            }
            return found;
        });
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                new Key(rows.getString(1), rows.getString(2), rows.getString(3)),
                rows.getString(4),
                rows.getString(5),
                rows.getInt(6),
                rows.getString(7),
                rows.getString(8),
                rows.getLong(9));
    }

    private <T> T with(Call<T> call) throws SQLException {
        boolean done = false;
        try {
            if (connection == null) {
                connection = connections.open();
            }
            T result = call.on(connection);
            done = true;
            return result;
        } finally {
            if (!done) {
                close(); // whatever it was, the next call begins with a new one
            }
        }
    }

    /** Fills the places of a statement. */
    @FunctionalInterface
    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    /** Uses a connection. */
    @FunctionalInterface
    private interface Call<T> {
        T on(Connection connection) throws SQLException;
    }
}
