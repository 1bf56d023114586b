package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node finds when it starts, on both kinds of store. */
class StoreSchemaIT {

    abstract static class Contract {
        abstract String url();

        abstract String config();

        @Test
        void isMadeOnceThoughSeveralNodesStartAtTheSameTime() throws Exception {
            var threads = Executors.newFixedThreadPool(8);
            try {
                List<CompletableFuture<?>> opened = new ArrayList<>();
                for (int node = 0; node < 8; node++) {
                    opened.add(CompletableFuture.runAsync(() -> WriterNode.config(config()), threads));
                }

                CompletableFuture.allOf(opened.toArray(CompletableFuture[]::new))
                        .get(1, TimeUnit.MINUTES);
            } finally {
                threads.shutdown();
            }

            assertThat(query("SELECT version FROM troupe_schema")).containsExactly("3");
            WriterNode.config(config()); // and fits
        }

        @Test
        void saysWhichColumnDiffersAndHow() throws Exception {
            WriterNode.config(config());
            execute("DROP TABLE event_tag");
            execute("DROP TABLE snapshot");
            execute("CREATE TABLE snapshot (persistence_id TEXT, sequence_number BIGINT)");

            assertThatThrownBy(() -> WriterNode.config(config()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("table event_tag: missing (expected: with columns ")
                    .hasMessageContaining("column snapshot.persistence_id: text (expected: varchar)")
                    .hasMessageContaining("column snapshot.created: missing (expected: bigint)")
                    .hasMessageContaining(
                            "table snapshot: unique by [] (expected: by [persistence_id, sequence_number])");
        }

        @Test
        void saysThatAnotherVersionWroteIt() throws Exception {
            WriterNode.config(config());
            execute("UPDATE troupe_schema SET version = 4");

            assertThatThrownBy(() -> WriterNode.config(config()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("column troupe_schema.version has [4] (expected: 3;");
        }

        @Test
        void addsWhatTheVersionBeforeDidNotHave() throws Exception {
            WriterNode.config(config());
            execute("DROP TABLE troupe_settings");
            execute("UPDATE troupe_schema SET version = 2");

            WriterNode.config(config());

            assertThat(query("SELECT version FROM troupe_schema")).containsExactly("3");
            assertThat(query("SELECT count(*) FROM troupe_settings")).containsExactly("0");
        }

        @Test
        void addsTheTableThatCameLaterWithoutANewVersion() throws Exception {
            WriterNode.config(config());
            execute("DROP TABLE troupe_cluster");

            WriterNode.config(config());

            assertThat(query("SELECT version FROM troupe_schema")).containsExactly("3");
            assertThat(query("SELECT count(*) FROM troupe_cluster")).containsExactly("0");
        }

        @Test
        void takesWhatAnAdministratorHasMade() throws Exception {
            WriterNode.config(config());
            execute("ALTER TABLE event_journal ADD COLUMN remark VARCHAR(20)");

            WriterNode.config(config());

            assertThat(query("SELECT count(*) FROM event_journal")).containsExactly("0");
        }

        void execute(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url());
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        List<String> query(String sql) throws SQLException {
            List<String> found = new ArrayList<>();
            try (var connection = DriverManager.getConnection(url());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    @Nested
    class Embedded extends Contract {
        @TempDir
        Path directory;

        @Override
        String url() {
            return "jdbc:sqlite:" + directory.resolve("deep/store.db");
        }

        @Override
        String config() {
            return "troupe.store.embedded.file = \"" + directory.resolve("deep/store.db") + "\"";
        }

        @Test
        void saysWhichFileCannotBeUsed() throws Exception {
            Files.createDirectories(directory.resolve("deep/store.db"));

            assertThatThrownBy(() -> WriterNode.config(config()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("store: file " + directory.resolve("deep/store.db") + ": ")
                    .hasMessageContaining("troupe.store.embedded.file");
        }
    }

    @Nested
    class Postgresql extends Contract {
        private static int databases;
        private final String url = postgres.createDatabase("schema" + databases++);

        @Override
        String url() {
            return url + "?user=troupe";
        }

        @Override
        String config() {
            return Postgres.config(url);
        }

        @Test
        void saysWhatCannotBeReachedWithoutThePassword() {
            String nobody = "jdbc:postgresql://127.0.0.1:1/agents";

            assertThatThrownBy(() -> WriterNode.config(Postgres.config(nobody)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("store: " + nobody + " as 'troupe': ")
                    .hasMessageContaining("(expected: a PostgreSQL server that runs there and lets this user in")
                    .hasMessageContaining("troupe.store.postgresql")
                    .hasMessageNotContaining("secret");
        }
    }

    private static Postgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void closePostgres() {
        postgres.close();
    }
}
