package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A node stands still between a write and its commit, and others have its agents meanwhile. */
class StoppedWriterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRITERS = 16;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void doesNotHoldUpWhoeverComesAfterItWithPostgresql() {
        try (var postgres = Postgres.start()) {
            String url = postgres.createDatabase("stopped");
            String config = Postgres.config(url) + "\ntroupe.store.answer-timeout = 3s";
            var stopped = WriterProcess.start(directory, "w", WRITERS, config);
            try {
                stopped.awaitAllWrite();
                await("a process that is stopped between a write and its commit")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> isStoppedInAWrite(stopped, url));

                var next = WriterProcess.start(directory, "w", WRITERS, config);
                try {
                    next.awaitAllWrite();

                    assertThat(next.acknowledged()).hasSize(WRITERS);
                } finally {
                    next.kill();
                }
            } finally {
                stopped.kill();
            }
        }
    }

    /** Stops the process; lets it go on if that was not the right moment. */
    private static boolean isStoppedInAWrite(WriterProcess process, String url) throws SQLException {
        process.pause();
        if (openWrites(url) > 0) {
            return true;
        }
        process.resume();
        return false;
    }

    private static int openWrites(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "troupe", "");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state = 'idle in transaction' AND backend_xid IS NOT NULL")) {
            row.next();
            return row.getInt(1);
        }
    }
}
