package dev.troupe.bench.machines;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.PendingTable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One message counted in and out, with as many threads as the machine has processors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Threads(Threads.MAX)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PendingTableBenchmark {
    private static final int RECIPIENTS = 10_000;

    private final PendingTable table = new PendingTable(new PendingTable.Limits(1_000, 10_000, 100_000));
    private final AgentId[] recipients = IntStream.range(0, RECIPIENTS)
            .mapToObj(number -> AgentId.of("sink", "agent-" + number))
            .toArray(AgentId[]::new);

    @Benchmark
    public Object oneRecipient() {
        return inAndOut(recipients[0]);
    }

    @Benchmark
    public Object tenThousandRecipients() {
        return inAndOut(recipients[ThreadLocalRandom.current().nextInt(RECIPIENTS)]);
    }

    private Object inAndOut(AgentId recipient) {
        table.enter(recipient, null).leave(1);
        return recipient;
    }
}
