package dev.troupe.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Two nodes side by side in this JVM that store in one database. */
record LedgerNodes(Ledgers bare, Ledgers troupe, BenchStore store, Resource running) implements Resource {

    /**
     * @param postgres the URL of a database; null for a file
     * @param config settings of ours besides those of the store
     */
    static LedgerNodes start(@Nullable String postgres, String config) throws Exception {
        return Resources.start(resources -> {
            var store = BenchStore.open(postgres);
            return new LedgerNodes(
                    resources.add(BareLedgers.start(store)),
                    resources.add(TroupeLedgers.start(store, config)),
                    store,
                    resources);
        });
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
