package dev.troupe.bench;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/** The baseline: event-sourced entities. */
final class BareLedgers implements Ledgers {
    private final BareNode node;
    private final AtomicInteger loaded;

    private BareLedgers(BareNode node, AtomicInteger loaded) {
        this.node = node;
        this.loaded = loaded;
    }

    static BareLedgers start(BenchStore store) throws Exception {
        var loaded = new AtomicInteger();
        return new BareLedgers(
                BareNode.start(
                        Place.ALONE.withConfig(BareLedger.CONFIG + store.bare()),
                        entity -> BareLedger.create(entity, loaded)),
                loaded);
    }

    /** It passes nothing on. */
    @Override
    public double put(Load load, int copies, LongPredicate more) throws InterruptedException {
        return node.send(load, more, number -> Ledgers.key(number % load.agents()));
    }

    @Override
    public CompletionStage<?> put(String key, String text) {
        return node.put(key, text);
    }

    @Override
    public void unload(int ledgers) {
        for (int ledger = 0; ledger < ledgers; ledger++) {
            node.unload(Ledgers.key(ledger));
        }
    }

    @Override
    public int loaded() {
        return loaded.get();
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
