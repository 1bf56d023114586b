package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The database goes and comes back while a node writes. {@code -Dtroupe.down.seconds} says for how long. */
class DatabaseDownIT {
    private static final Duration DOWN = Duration.ofSeconds(Integer.getInteger("troupe.down.seconds", 5));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void failsByItsNameWithinSecondsAndGoesOnWithinSecondsAfter() {
        try (var postgres = Postgres.start()) {
            String config = Postgres.config(postgres.createDatabase("down"));
            var writers = WriterProcess.start(directory, "w", 16, config);
            try {
                writers.awaitAllWrite();

                postgres.kill();
                long down = System.nanoTime();
                await("named failures")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> writers.failures().toString(), failures -> failures.contains("Connection"));
                var failed = Duration.ofNanos(System.nanoTime() - down);
                awaitFailuresAtOnce(writers);
                await("the end of the fault")
                        .atMost(DOWN.plusSeconds(60))
                        .until(() -> System.nanoTime() - down >= DOWN.toNanos());
                postgres.startAgain();
                var back = writers.awaitAcknowledgement();

                check("database down", failed, back, writers);
            } finally {
                writers.kill();
            }
        }
    }

    @Test
    void failsInTimeAlsoIfTheDatabaseStandsStill() {
        try (var postgres = Postgres.start()) {
            String config = Postgres.config(postgres.createDatabase("still")) + "\ntroupe.store.answer-timeout = 2s";
            var writers = WriterProcess.start(directory, "w", 16, config);
            try {
                writers.awaitAllWrite();

                postgres.pause();
                long still = System.nanoTime();
                await("a failure")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !writers.failures().isEmpty());
                var failed = Duration.ofNanos(System.nanoTime() - still);
                awaitFailuresAtOnce(writers);
                postgres.resume();
                var back = writers.awaitAcknowledgement();

                check("database stood still", failed, back, writers);
            } finally {
                writers.kill();
            }
        }
    }

    private static void awaitFailuresAtOnce(WriterProcess writers) {
        await("failures at once")
                .atMost(Duration.ofSeconds(60))
                .until(() -> writers.failures().toString(), failures -> failures.contains("failing fast"));
    }

    private static void check(String fault, Duration failed, Duration back, WriterProcess writers) {
        System.out.println(fault + ": first failure after " + failed.toMillis() + " ms, first acknowledgement "
                + back.toMillis() + " ms after its end; failures " + writers.failures());
        assertThat(failed).isLessThan(Duration.ofSeconds(10));
        assertThat(back).isLessThan(Duration.ofSeconds(20));
    }
}
