package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One machine and a port that writes down what it wants done. */
abstract class AgentMachineFixture {
    static final StreamId STREAM = new StreamId("node#0", 1);
    static final AgentId SELF = AgentId.of("test", "a");

    final Recorder port = new Recorder();
    final MessageTypes types = MessageTypes.of(List.of(TestAgent.definition()), 1 << 20);
    AgentMachine<TestAgent.State> machine = newMachine(3);
    private long lastSeq;

    AgentDefinition<TestAgent.Command, TestAgent.State> definition() {
        return TestAgent.definition();
    }

    final AgentMachine<TestAgent.State> newMachine(int outboxLimit) {
        var context = new TurnContext<>(TestAgent.TYPE.ref("a"), Clock.systemUTC(), Runnable::run);
        var limits = new AgentLimits(
                10,
                outboxLimit,
                30_000,
                10,
                8,
                8,
                2_000,
                60_000,
                new RetryPolicy(2, Duration.ofMillis(100), Duration.ofMillis(100)));
        return new AgentMachine<>(
                new AgentMachine.Identity(SELF, "node", 7),
                limits,
                TurnRunner.activate(definition(), types, context),
                port,
                new Random(1));
    }

    @AfterEach
    final void booksBalance() {
        assertThat(machine.imbalance()).as("messages that the machine lost").isZero();
    }

    final void deliver(Envelope envelope, long now) {
        deliver(batch(envelope), now);
    }

    final void deliver(Batch<Envelope> batch, long now) {
        machine.onBatch(batch);
        pass(now);
    }

    final void pass(long now) {
        machine.onTime(now);
        while (machine.step(now) == AgentMachine.Step.RAN) {
            machine.report();
        }
        machine.report();
    }

    final Batch<Envelope> batch(Envelope envelope) {
        lastSeq++;
        return new Batch<>(STREAM, lastSeq, 1, lastSeq - 1, List.of(new Batch.Entry<>(lastSeq, envelope)));
    }

    final Envelope message(String id, @Nullable AgentId sender, Object message) {
        return envelope(id, sender, types.encode(message), Long.MAX_VALUE);
    }

    final Envelope request(String id, Object request, AgentId asker, long deadline) {
        return new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                SELF,
                null,
                null,
                types.encode(request),
                asker,
                null,
                null,
                deadline,
                Map.of());
    }

    final Envelope answer(String request, Object answer) {
        return new Envelope(
                request + "-answer",
                Envelope.Kind.ANSWER,
                SELF,
                AgentId.of("test", "b"),
                null,
                types.encode(answer),
                null,
                null,
                request,
                Long.MAX_VALUE,
                Map.of());
    }

    static Envelope envelope(String id, @Nullable AgentId sender, Payload payload, long deadline) {
        return new Envelope(
                id, Envelope.Kind.MESSAGE, SELF, sender, null, payload, null, null, null, deadline, Map.of());
    }

    static final class Recorder implements AgentPort {
        final List<StepRun> steps = new ArrayList<>();
        final List<Envelope> sent = new ArrayList<>();
        final List<Report.Settled<Outcome>> settled = new ArrayList<>();
        final List<Report.State> states = new ArrayList<>();
        final List<Failure> deadLetters = new ArrayList<>();
        final List<TurnEnd> ends = new ArrayList<>();
        final List<TurnEnd> endsOfWaiting = new ArrayList<>();
        Runnable onRefused = () -> {};
        final Map<Long, Outcome> outcomes = new HashMap<>();

        @Override
        public void report(Report<Outcome> report) {
            states.add(report.state());
            settled.addAll(report.settled());
            report.settled().forEach(each -> outcomes.put(each.seq(), each.outcome()));
        }

        @Override
        public void refused(int entries) {
            onRefused.run();
        }

        @Override
        public void send(Envelope envelope) {
            sent.add(envelope);
        }

        @Override
        public void deadLetter(Envelope envelope, int attempts, Failure failure) {
            deadLetters.add(failure);
        }

        @Override
        public void turnEnded(Delivery delivery, TurnEnd how, List<Envelope> sent) {
            ends.add(how);
        }

        @Override
        public void ended(Delivery delivery, TurnEnd how) {
            endsOfWaiting.add(how);
        }

        @Override
        public void run(StepRun step) {
            steps.add(step);
        }

        @Override
        public void published(PublishedEvent event) {}

        @Override
        public Collection<AgentId> subscribers(TopicId topic) {
            return List.of();
        }
    }
}
