package dev.troupe.bench.machines;

import static java.util.Objects.requireNonNull;

import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Outbox;
import dev.troupe.delivery.OutboxLimits;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** One message through an outbox: offered, sent, settled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutboxBenchmark {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final OutboxLimits LIMITS = new OutboxLimits(1_000, 200_000, 500, 2_000, 8_000, 10_000, 100, 15_000);
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MANY = 100;
    private static final int OTHERS = 10_000;

    private final Answering port = new Answering();
    private final Outbox<Integer, String, String, Boolean> outbox = new Outbox<>(STREAM, LIMITS, String::length, port);
    private final Answering busyPort = new Answering();
    private final Outbox<Integer, String, String, Boolean> busy =
            new Outbox<>(STREAM, LIMITS, String::length, busyPort);

    /** The busy outbox has messages for many others under way. */
    public OutboxBenchmark() {
        for (int other = 1; other <= OTHERS; other++) {
            busy.offer(other, "m", "owner", NEVER);
        }
        busy.flush(0);
    }

    @Benchmark
    public long one() {
        outbox.offer(0, "m", "owner", NEVER);
        outbox.flush(0);
        return port.answer(outbox);
    }

    @Benchmark
    public long oneBesideTenThousandOthers() {
        busy.offer(0, "m", "owner", NEVER);
        busy.flush(0);
        return busyPort.answer(busy);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long eachOfABatchOfHundred() {
        for (int message = 0; message < MANY; message++) {
            outbox.offer(0, "m", "owner", NEVER);
        }
        outbox.flush(0);
        return port.answer(outbox);
    }

    /** Settles the last batch. */
    private static final class Answering implements Outbox.Port<Integer, String, String, Boolean> {
        private @Nullable Batch<String> last;
        private long settled;

        long answer(Outbox<Integer, String, String, Boolean> outbox) {
            var batch = requireNonNull(last);
            List<Report.Settled<Boolean>> all = new ArrayList<>(batch.entries().size());
            long upTo = 0;
            for (var entry : batch.entries()) {
                upTo = entry.seq();
                all.add(new Report.Settled<>(upTo, true));
            }
            outbox.onReport(0, new Report<>(STREAM, batch.number(), "node", 1, upTo, Report.State.OPEN, all), 0);
            return settled;
        }

        @Override
        public void send(Integer recipient, @Nullable String home, boolean inDoubt, Batch<String> batch) {
            last = batch;
        }

        @Override
        public void settled(Integer recipient, String message, String owner, Boolean outcome) {
            settled++;
        }

        @Override
        public void expired(Integer recipient, String message, String owner, boolean sent) {
            throw new IllegalStateException("expired: " + message + " (expected: never)");
        }
    }
}
