package dev.troupe.store;

import dev.troupe.engine.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The section {@code troupe.store}. What the kind does not need is not checked.
 *
 * @param file the embedded store
 * @param server the PostgreSQL database
 */
public record StoreSettings(
        Kind kind,
        Path file,
        Server server,
        int connections,
        int writeBuffer,
        Duration connectTimeout,
        Duration answerTimeout) {
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final Pattern KIND = Pattern.compile("embedded|postgresql|none");
    private static final Pattern FILE = Pattern.compile("[^\\s?*][^?*\\n]*");
    private static final Pattern NAME = Pattern.compile("\\S+");
    private static final Pattern URL = Pattern.compile("jdbc:postgresql:\\S+");
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

    /** What keeps the turns. */
    public enum Kind {
        EMBEDDED,
        POSTGRESQL,
        NONE;

        private static Kind parse(String text) {
            return switch (text) {
                case "embedded" -> EMBEDDED;
                case "postgresql" -> POSTGRESQL;
                default -> NONE;
            };
        }
    }

    /** A PostgreSQL database, and who asks it. Its text shows no password. */
    public record Server(String url, String user, String password) {
        private static final Server NONE = new Server("", "", "");
        private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

        /** Returns the URL as it may be shown. */
        String shownUrl() {
            return PASSWORD.matcher(url).replaceAll("$1***");
        }

        @Override
        public String toString() {
            return shownUrl() + " as '" + user + "'";
        }
    }

    /** Reads the section; the reader keeps what is wrong with it. */
    public static StoreSettings of(SettingsReader reader) {
        var kind = Kind.parse(reader.text("store.kind", KIND, "embedded, postgresql or none"));
        return new StoreSettings(
                kind,
                Path.of(kind == Kind.EMBEDDED ? reader.text("store.embedded.file", FILE, "a file") : ""),
                kind == Kind.POSTGRESQL ? server(reader) : Server.NONE,
                reader.count("store.connections", 2, 1_000),
                reader.count("store.write-buffer", 1, 1_000_000),
                reader.time("store.connect-timeout", LEAST_TIMEOUT),
                reader.time("store.answer-timeout", LEAST_TIMEOUT));
    }

    private static Server server(SettingsReader reader) {
        return new Server(
                reader.text("store.postgresql.url", URL, "jdbc:postgresql://host:port/database"),
                reader.text("store.postgresql.user", NAME, "the name of a database user"),
                reader.text("store.postgresql.password", ANY, "a text"));
    }
}
