package dev.troupe.bench;

import dev.troupe.cluster.ClusterRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/** Ours: durable agents. A receipt is an acknowledgement. */
final class TroupeLedgers implements Ledgers {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 5;

    private final ClusterRuntime runtime;

    private TroupeLedgers(ClusterRuntime runtime) {
        this.runtime = runtime;
    }

    /** @param config settings besides those of the store */
    static TroupeLedgers start(BenchStore store, String config) {
        return new TroupeLedgers(TroupeNode.runtime(
                Place.ALONE.withConfig(config + store.troupe()),
                List.of(LedgerAgent.definition(), SinkAgent.definition())));
    }

    @Override
    public double put(Load load, int copies, LongPredicate more) throws InterruptedException {
        var put = new LedgerAgent.Put(load.text(), copies);
        var turns = new LongAdder();
        long turnsBefore = runtime.status().turns();
        long begun = System.nanoTime();
        double perSecond = Flow.perSecond(load.outstanding(), more, flow -> number -> {
            turns.increment();
            runtime.send(LedgerAgent.TYPE.ref(Ledgers.key(number % load.agents())), put)
                    .whenComplete((receipt, thrown) -> TroupeNode.end(flow, receipt, thrown));
        });
        if (copies == 0) {
            return perSecond;
        }
        awaitTurns(turnsBefore + turns.sum() * (1 + copies));
        return turns.sum() * 1e9 / (System.nanoTime() - begun);
    }

    /** What a turn sends may arrive long after its receipt, and belongs to its costs. */
    private void awaitTurns(long wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (runtime.status().turns() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "turns: " + runtime.status().turns() + " after " + PATIENCE + " (expected: " + wanted + ")");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public CompletionStage<?> put(String key, String text) {
        return runtime.send(LedgerAgent.TYPE.ref(key), new LedgerAgent.Put(text, 0));
    }

    /** They do so by themselves: see {@code troupe.agents.idle-timeout}. */
    @Override
    public void unload(int ledgers) {}

    @Override
    public int loaded() {
        return runtime.status().agents();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
