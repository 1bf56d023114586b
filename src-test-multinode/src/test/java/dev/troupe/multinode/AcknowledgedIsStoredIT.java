package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two JVMs write through Pekko's journal, many writers each; one after the other is killed right after it was told that
 * something is stored, and starts again. {@code -Dtroupe.kills} says how often.
 */
class AcknowledgedIsStoredIT {
    private static final int KILLS = Integer.getInteger("troupe.kills", 8);
    private static final int WRITERS = 128;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private final List<WriterProcess> processes = new ArrayList<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private Duration longestStall = Duration.ZERO;
    private int justBeforeAKill;

    @Test
    void inTheFileThatAllJvmsOfAMachineShare() throws Exception {
        Path file = directory.resolve("store.db");
        String config = "troupe.store.embedded.file = \"" + file + "\"";

        killOneAfterTheOther(config);

        checkJournal("embedded", "jdbc:sqlite:" + file);
    }

    @Test
    void inPostgresql() throws Exception {
        try (var postgres = Postgres.start()) {
            String url = postgres.createDatabase("stored");

            killOneAfterTheOther(Postgres.config(url));

            checkJournal("postgresql", url + "?user=troupe");
        }
    }

    private void killOneAfterTheOther(String config) {
        try {
            for (String name : List.of("a", "b")) {
                processes.add(WriterProcess.start(directory, name, WRITERS, config));
            }
            processes.forEach(WriterProcess::awaitAllWrite);
            for (int kill = 0; kill < KILLS; kill++) {
                int index = kill % 2;
                killAndStartAgain(index, processes.get(1 - index), config);
            }
        } finally {
            processes.forEach(this::kill);
        }
    }

    private void killAndStartAgain(int index, WriterProcess other, String config) {
        var victim = processes.get(index);
        victim.awaitAcknowledgement();
        kill(victim);
        justBeforeAKill += victim.acknowledged().size();
        var stall = other.awaitAcknowledgement();
        longestStall = stall.compareTo(longestStall) > 0 ? stall : longestStall;
        var again = WriterProcess.start(directory, victim.name(), WRITERS, config);
        processes.set(index, again);
        again.awaitAllWrite();
        assertThat(again.recovered())
                .allSatisfy((writer, events) -> assertThat(events)
                        .as("events that %s recovered", writer)
                        .isGreaterThanOrEqualTo(victim.acknowledged().get(writer)));
    }

    private void kill(WriterProcess process) {
        process.kill();
        acknowledged.putAll(process.acknowledged());
        process.failures().forEach((error, times) -> failures.merge(error, times.get(), Long::sum));
    }

    /** Every event up to the last acknowledged one is there, once, and is what was written. */
    private void checkJournal(String kind, String url) throws SQLException {
        Map<String, Long> stored = new HashMap<>();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT persistence_id, sequence_number, event_payload"
                        + " FROM event_journal ORDER BY persistence_id, sequence_number")) {
            while (rows.next()) {
                String writer = rows.getString(1);
                long number = stored.merge(writer, 1L, Long::sum);
                assertThat(rows.getLong(2)).as("event of %s", writer).isEqualTo(number);
                assertThat(rows.getBytes(3)).isEqualTo(WriterNode.event(writer, number));
            }
        }
        System.out.println("stored in " + kind + ": kills=" + KILLS + " acknowledged="
                + acknowledged.values().stream().mapToLong(Long::longValue).sum() + " of these just before a kill="
                + justBeforeAKill + " longest stall of the other=" + longestStall.toMillis() + " ms failures="
                + failures);
        assertThat(acknowledged)
                .hasSize(2 * WRITERS)
                .allSatisfy((writer, number) -> assertThat(stored.getOrDefault(writer, 0L))
                        .as("events of %s", writer)
                        .isGreaterThanOrEqualTo(number));
        assertThat(longestStall).isLessThan(Duration.ofSeconds(20));
    }
}
