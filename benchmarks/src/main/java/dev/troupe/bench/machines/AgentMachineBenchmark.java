package dev.troupe.bench.machines;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.AgentMachine;
import dev.troupe.engine.AgentPort;
import dev.troupe.engine.StepRun;
import dev.troupe.engine.TurnContext;
import dev.troupe.engine.TurnRunner;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

/** One message through an agent: accepted, read from its JSON, handled, settled, reported. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AgentMachineBenchmark {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final AgentId SELF = AgentId.of("tally", "a");
    private static final int MANY = 100;

    private final MessageTypes types = MessageTypes.of(List.of(TallyAgent.definition()), 1 << 20);
    private final Payload add = types.encode(new TallyAgent.Add("x".repeat(100)));
    private final Payload relay = types.encode(new TallyAgent.Relay("x".repeat(100)));
    private final Counting port = new Counting();
    private final AgentMachine<TallyAgent.State> machine = new AgentMachine<>(
            new AgentMachine.Identity(SELF, "node", 1),
            new AgentLimits(1_000, 1_000, 30_000, 1_000, 256, 10_000, 2_000, 300_000, RetryPolicy.none()),
            TurnRunner.activate(
                    TallyAgent.definition(),
                    types,
                    new TurnContext<>(TallyAgent.TYPE.ref("a"), Clock.systemUTC(), Runnable::run)),
            port,
            new SplittableRandom(1));
    private long lastSeq;
    private long lastBatch;

    @Benchmark
    public long oneTurn() {
        return take(add, 1);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long eachTurnOfABatchOfHundred() {
        return take(add, MANY);
    }

    @Benchmark
    public long oneTurnThatSends() {
        return take(relay, 1);
    }

    private long take(Payload payload, int messages) {
        long floor = lastSeq + 1;
        List<Batch.Entry<Envelope>> entries = new ArrayList<>(messages);
        for (int message = 0; message < messages; message++) {
            entries.add(new Batch.Entry<>(++lastSeq, envelope(payload)));
        }
        machine.onBatch(new Batch<>(STREAM, ++lastBatch, floor, 0, entries));
        while (machine.step(0) == AgentMachine.Step.RAN) {
            port.settleSent(machine);
        }
        machine.report();
        return port.done;
    }

    private static Envelope envelope(Payload payload) {
        return new Envelope(
                "m", Envelope.Kind.MESSAGE, SELF, null, null, payload, null, null, null, Long.MAX_VALUE, Map.of());
    }

    /** Counts what was done, and settles what the agent sends. */
    private static final class Counting implements AgentPort {
        private final List<Envelope> sent = new ArrayList<>();
        private long done;

        void settleSent(AgentMachine<?> machine) {
            for (var envelope : sent) {
                machine.onSent(envelope, Outcome.processed(1, null), 0);
            }
            sent.clear();
        }

        @Override
        public void report(Report<Outcome> report) {
            done += report.settled().size();
        }

        @Override
        public void send(Envelope envelope) {
            sent.add(envelope);
        }

        @Override
        public void deadLetter(Envelope envelope, int attempts, Failure failure) {
            throw new IllegalStateException("dead letter: " + failure + " (expected: none)");
        }

        @Override
        public void run(StepRun step) {
            throw new IllegalStateException("step: " + step + " (expected: none)");
        }

        @Override
        public void published(PublishedEvent event) {
            throw new IllegalStateException("published: " + event + " (expected: none)");
        }

        @Override
        public Collection<AgentId> subscribers(TopicId topic) {
            return List.of();
        }
    }
}
