package dev.troupe.engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.AgentMachine.Identity;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** One machine and a port that writes down what it wants done; its worker has {@link Recorder#room} places. */
abstract class ExternalMachineFixture {
    static final AgentId SELF = AgentId.of("test", "a");
    static final AgentId OTHER = AgentId.of("other", "b");
    static final AgentId OUTSIDE = AgentId.of("troupe.outside", "node");
    static final int INBOX_LIMIT = 5;
    static final int MAX_ATTEMPTS = 3;

    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final AgentLimits LIMITS = new AgentLimits(
            INBOX_LIMIT,
            10,
            30_000,
            10,
            8,
            8,
            2_000,
            60_000,
            new RetryPolicy(MAX_ATTEMPTS, Duration.ZERO, Duration.ZERO));

    final Recorder port = new Recorder();
    final ExternalMachine machine = new ExternalMachine(new Identity(SELF, "node", 7), LIMITS, port);
    private long lastSeq;

    /** One message with the worker. */
    record Handed(long number, String id, int attempt) {}

    /** One end that the machine told of. */
    record Ended(String id, int attempt, TurnEnd how) {}

    @AfterEach
    final void booksBalance() {
        assertThat(machine.imbalance()).as("messages that the machine lost").isZero();
    }

    final void deliver(Envelope... envelopes) {
        deliver(0, envelopes);
    }

    final void deliver(long now, Envelope... envelopes) {
        List<Batch.Entry<Envelope>> entries = new ArrayList<>();
        long previous = lastSeq;
        for (var envelope : envelopes) {
            entries.add(new Batch.Entry<>(++lastSeq, envelope));
        }
        machine.onBatch(new Batch<>(STREAM, lastSeq, 1, previous, entries), now);
        machine.report();
    }

    /** Delivers what an earlier activation may have had. */
    final void deliverAgain(Envelope envelope) {
        var entry = new Batch.Entry<>(++lastSeq, envelope);
        machine.onBatch(new Batch<>(STREAM, lastSeq, 1, lastSeq - 1, List.of(entry), lastSeq), 0);
        machine.report();
    }

    /** The worker ends what it was handed as the {@code index}th, from 0. */
    final void end(int index, Handover.End end) {
        end(index, end, 0);
    }

    final void end(int index, Handover.End end, long now) {
        machine.onEnd(port.handed.get(index).number(), end, now);
        machine.report();
    }

    final void pass(long now) {
        machine.onTime(now);
        machine.report();
    }

    static Handover.End done() {
        return new Handover.End.Done(null);
    }

    static Handover.End answered(String json) {
        return new Handover.End.Done(Answer.of(payload(json)));
    }

    static Handover.End lost(boolean begun) {
        return new Handover.End.Lost(begun);
    }

    static Envelope message(String id) {
        return message(id, Long.MAX_VALUE);
    }

    static Envelope message(String id, long deadline) {
        return envelope(id, Envelope.Kind.MESSAGE, null, null, deadline);
    }

    static Envelope request(String id, AgentId asker) {
        return request(id, asker, Long.MAX_VALUE);
    }

    static Envelope request(String id, AgentId asker, long deadline) {
        return envelope(id, Envelope.Kind.MESSAGE, asker, null, deadline);
    }

    static Envelope cancelOf(String id) {
        return envelope("cancel-" + id, Envelope.Kind.CANCEL, null, id, Long.MAX_VALUE);
    }

    static Payload payload(String json) {
        return new Payload("Said", json.getBytes(StandardCharsets.UTF_8));
    }

    private static Envelope envelope(
            String id, Envelope.Kind kind, @Nullable AgentId asker, @Nullable String correlation, long deadline) {
        return new Envelope(id, kind, SELF, null, null, payload("1"), asker, null, correlation, deadline, Map.of());
    }

    static final class Recorder implements ExternalMachine.Port {
        final List<Handed> handed = new ArrayList<>();
        final List<Long> forgotten = new ArrayList<>();
        final List<Envelope> sent = new ArrayList<>();
        final List<Report.State> states = new ArrayList<>();
        final List<Long> settled = new ArrayList<>();
        final Map<Long, Outcome> outcomes = new HashMap<>();
        final List<Ended> ends = new ArrayList<>();
        final List<Envelope> sentAtEnd = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        boolean traced;

        List<String> ids() {
            return handed.stream().map(Handed::id).toList();
        }

        Outcome outcome(long seq) {
            var outcome = outcomes.get(seq);
            if (outcome == null) {
                throw new AssertionError("#" + seq + " (expected: one of the settled " + settled + ")");
            }
            return outcome;
        }

        @Override
        public void report(Report<Outcome> report) {
            states.add(report.state());
            report.settled().forEach(each -> {
                settled.add(each.seq());
                outcomes.put(each.seq(), each.outcome());
            });
        }

        @Override
        public boolean hand(long number, Envelope envelope, int attempt) {
            if (room == 0) {
                return false;
            }
            room--;
            handed.add(new Handed(number, envelope.id(), attempt));
            return true;
        }

        @Override
        public void ended(long number, Delivery delivery, TurnEnd how, List<Envelope> nowSent) {
            ends.add(new Ended(delivery.envelope().id(), delivery.attempt(), how));
            sentAtEnd.addAll(nowSent);
        }

        @Override
        public boolean traced() {
            return traced;
        }

        @Override
        public void forget(long number) {
            forgotten.add(number);
        }

        @Override
        public void send(Envelope envelope) {
            sent.add(envelope);
        }
    }
}
