package dev.troupe.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where durable agents are stored. */
final class StoreOption {
    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "Uses this database instead: 'jdbc:postgresql://HOST:PORT/DATABASE?user=..&password=..'."
                    + " What it stores there is left.")
    private @Nullable String postgres;

    /**
     * Returns the URL of a database; null for a file.
     *
     * @throws IllegalArgumentException if it is another kind of URL
     */
    @Nullable
    String postgres() {
        if (postgres != null && !postgres.startsWith(BenchStore.POSTGRESQL)) {
            throw new IllegalArgumentException(
                    "--postgres: " + postgres + " (expected: " + BenchStore.POSTGRESQL + "//HOST:PORT/DATABASE)");
        }
        return postgres;
    }
}
