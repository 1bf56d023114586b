package dev.troupe.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tables that Pekko's JDBC plugin needs, as one of our DDL files has them, {@code troupe_fates}, {@code
 * troupe_settings}, {@code troupe_cluster}, and {@code troupe_schema} with the version of that file. Such a file has a line
 * for each column and each key.
 */
final class Schema {
    static final int VERSION = 3;
    /** Has all but one table, which the first node of this version adds. */
    private static final int WITHOUT_SETTINGS = 2;

    private static final String VERSION_TABLE = "troupe_schema";

    private static final Pattern TABLE = Pattern.compile("(?s)CREATE TABLE IF NOT EXISTS (\\w+) \\((.*)\\)");
    private static final Pattern COLUMN = Pattern.compile("([a-z_]+) ([A-Z]+).*");
    private static final Pattern KEY = Pattern.compile("(?:UNIQUE|PRIMARY KEY) \\((.*)\\)");
    /** Databases say these names for those of the DDL. */
    private static final Map<String, String> SAME_TYPE = Map.of("int8", "bigint", "int4", "integer", "bool", "boolean");

    /** What a table must have; columns with their types, and sets of columns that are unique. */
    private record Table(Map<String, String> columns, Set<Set<String>> keys) {}

    private final List<String> statements;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    private Schema(String ddl) {
        statements =
                Pattern.compile(";\\s*(?:\\n|$)").splitAsStream(ddl.strip()).toList();
        for (String statement : statements) {
            var create = TABLE.matcher(statement);
            if (create.matches()) {
                tables.put(create.group(1), table(create.group(2)));
            }
        }
    }

    /** Reads a DDL file beside this class. */
    static Schema read(String resource) {
        try (var in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
            return new Schema(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates what is not there, all or nothing, and checks all. Returns what does not fit, each with its table and column,
     * what was found and expected; then it has changed nothing.
     *
     * @param lock makes others that do the same wait until the end of the transaction
     */
    List<String> prepare(Connection connection, String lock) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(lock);
            if (columns(connection, VERSION_TABLE).isEmpty()) {
                for (String create : statements) {
                    statement.execute(create);
                }
            } else {
                addLaterTables(connection, statement);
            }
            var faults = faults(connection);
            if (faults.isEmpty()) {
                connection.commit();
            }
            return faults;
        } finally {
            connection.rollback();
        }
    }

    private void addLaterTables(Connection connection, Statement statement) throws SQLException {
        var versions = versions(connection);
        if (versions.equals(List.of(WITHOUT_SETTINGS))) {
            create(statement, StoredSettings.TABLE);
            statement.execute("UPDATE " + VERSION_TABLE + " SET version = " + VERSION);
        } else if (!versions.equals(List.of(VERSION))) {
            return;
        }
        if (columns(connection, SignOfLife.TABLE).isEmpty()) {
            create(statement, SignOfLife.TABLE);
        }
    }

    private void create(Statement statement, String table) throws SQLException {
        for (String create : statements) {
            if (create.startsWith("CREATE TABLE IF NOT EXISTS " + table + " ")) {
                statement.execute(create);
            }
        }
    }

    /** Returns what does not fit, as {@link #prepare} does; creates nothing. */
    List<String> check(Connection connection) throws SQLException {
        return columns(connection, VERSION_TABLE).isEmpty()
                ? List.of("there are none (expected: those that a node with durable agents makes at its start)")
                : faults(connection);
    }

    private List<String> faults(Connection connection) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (var table : tables.entrySet()) {
            compare(connection, table.getKey(), table.getValue(), faults);
        }
        if (faults.stream().noneMatch(fault -> fault.contains(VERSION_TABLE))) {
            compareVersion(connection, faults);
        }
        return faults;
    }

    private static void compare(Connection connection, String name, Table expected, List<String> faults)
            throws SQLException {
        var columns = columns(connection, name);
        if (columns.isEmpty() && name.equals(SignOfLife.TABLE)) {
            return; // the next node that starts makes it
        }
        if (columns.isEmpty()) {
            faults.add("table " + name + ": missing (expected: with columns " + expected.columns() + ")");
            return;
        }
        expected.columns().forEach((column, type) -> {
            String found = columns.getOrDefault(column, "missing");
            if (!found.equals(type)) {
                faults.add("column " + name + "." + column + ": " + found + " (expected: " + type + ")");
            }
        });
        var keys = keys(connection, name);
        for (var key : expected.keys()) {
            if (!keys.contains(key)) {
                faults.add("table " + name + ": unique by " + keys + " (expected: by " + key + ")");
            }
        }
    }

    private static List<Integer> versions(Connection connection) throws SQLException {
        List<Integer> versions = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT version FROM " + VERSION_TABLE)) {
            while (rows.next()) {
                versions.add(rows.getInt(1));
            }
        }
        return versions;
    }

    private static void compareVersion(Connection connection, List<String> faults) throws SQLException {
        var versions = versions(connection);
        if (!versions.equals(List.of(VERSION))) {
            faults.add("column " + VERSION_TABLE + ".version has " + versions + " (expected: " + VERSION
                    + "; start the version of Troupe that made these tables)");
        }
    }

    private static Table table(String body) {
        Map<String, String> columns = new TreeMap<>();
        Set<Set<String>> keys = new HashSet<>();
        body.lines().map(line -> line.strip().replaceAll(",$", "")).forEach(line -> {
            var column = COLUMN.matcher(line);
            var key = KEY.matcher(line);
            if (column.matches()) {
                columns.put(column.group(1), type(column.group(2)));
            } else if (key.matches()) {
                keys.add(new TreeSet<>(List.of(key.group(1).split(", "))));
            }
        });
        return new Table(columns, keys);
    }

    private static String type(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SAME_TYPE.getOrDefault(lower, lower);
    }

    private static Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        try (var rows = connection.getMetaData().getColumns(null, connection.getSchema(), table, "%")) {
            while (rows.next()) {
                // The name is a pattern, in which an underscore is any character.
                if (rows.getString("TABLE_NAME").equals(table)) {
                    columns.put(rows.getString("COLUMN_NAME"), type(rows.getString("TYPE_NAME")));
                }
            }
        }
        return columns;
    }

    private static Set<Set<String>> keys(Connection connection, String table) throws SQLException {
        Map<String, Set<String>> keys = new HashMap<>();
        try (var rows = connection.getMetaData().getIndexInfo(null, connection.getSchema(), table, true, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (column != null && !rows.getBoolean("NON_UNIQUE")) {
                    keys.computeIfAbsent(rows.getString("INDEX_NAME"), index -> new TreeSet<>())
                            .add(column);
                }
            }
        }
        return Set.copyOf(keys.values());
    }
}
