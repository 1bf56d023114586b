package dev.troupe.bench.machines;

import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One message through an inbox: accepted, settled, reported. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InboxBenchmark {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final int MANY = 100;

    private final Inbox<String, Boolean> inbox = new Inbox<>("node", 1, 1_000, 256);
    private long lastSeq;
    private long lastBatch;

    @Benchmark
    public Object one() {
        return take(1);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object eachOfABatchOfHundred() {
        return take(MANY);
    }

    @Benchmark
    public Object duplicate() {
        if (lastSeq == 0) {
            take(1);
        }
        var again = new Batch<>(STREAM, ++lastBatch, lastSeq, 0, List.of(new Batch.Entry<>(lastSeq, "m")));
        inbox.accept(again);
        return inbox.reports();
    }

    private Object take(int messages) {
        long floor = lastSeq + 1;
        List<Batch.Entry<String>> entries = new ArrayList<>(messages);
        for (int message = 0; message < messages; message++) {
            entries.add(new Batch.Entry<>(++lastSeq, "m"));
        }
        for (var entry : inbox.accept(new Batch<>(STREAM, ++lastBatch, floor, 0, entries))) {
            inbox.settle(STREAM, entry.seq(), true);
        }
        return inbox.reports();
    }
}
