package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.ledger.LaneLedger;
import dev.troupe.engine.ledger.LedgerNames;
import dev.troupe.engine.ledger.LedgerRow;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The books of a lane balance whatever becomes of messages, and do not if one is lost. */
class LaneBooksTest {
    private static final AgentId A = AgentId.of("test", "acme/a");
    private static final StreamId STREAM = Lane.stream("node", 0, 1);
    private static final long LATE = 1_000_000;

    private final Lane lane = new Lane(
            STREAM,
            Settings.of(ConfigFactory.load()).delivery().outbox(),
            new Lane.Port() {
                @Override
                public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {}

                @Override
                public void deadLetter(Envelope envelope, int attempts, Failure failure) {}
            },
            new LaneLedger(new LedgerNames(2)));

    @Test
    void balancesThroughEveryEndThatAMessageMayHave() {
        offer(request("m1"), request("m2"), request("m3"), request("m4"), request("m5"));
        lane.flush(0);
        offer(request("m6"), cancel("m6"));
        lane.onReport(A, report(List.of(settled(1, done()), settled(2, deadLettered()), settled(3, cancelled()))), 1);
        long underWay = lane.checkBooks(7);
        lane.onNodeLeft("node");
        lane.onTick(LATE);

        assertThat(underWay).isZero();
        assertThat(lane.checkBooks(7)).isZero();
        assertThat(lane.ledger().rows()).containsExactly(new LedgerRow("acme", LedgerNames.DIRECT, 6, 1, 3, 2, 0, 0));
    }

    @Test
    void findsWhatItsOutboxForgets() {
        offer(request("m1"), event("e1", "billing", "acme"), event("e2", "billing", "globex"));
        lane.flush(0);
        long before = lane.checkBooks(3);

        lane.outbox().abandon((envelope, owner) -> {});
        lane.onTick(1);

        assertThat(before).isZero();
        assertThat(lane.checkBooks(3)).isEqualTo(3);
        assertThat(lane.ledger().rows())
                .extracting(LedgerRow::tenant, LedgerRow::topic, LedgerRow::inFlight, LedgerRow::imbalance)
                .containsExactlyInAnyOrder(
                        tuple("acme", LedgerNames.DIRECT, 1L, 1L),
                        tuple("acme", "billing", 1L, 1L),
                        tuple(LedgerNames.OTHER, LedgerNames.OTHER, 1L, 1L));
    }

    @Test
    void findsWhatItsOutboxEndsTwice() {
        offer(request("m1"));
        lane.flush(0);

        lane.ledger().ended(request("m1"), done());
        lane.onReport(A, report(List.of(settled(1, done()))), 1);

        assertThat(lane.checkBooks(1)).isEqualTo(1);
    }

    @Test
    void findsWhatNeverCameToIt() {
        offer(request("m1"));

        assertThat(lane.checkBooks(2)).isEqualTo(1);
    }

    @Test
    void takesBackThatSomethingIsMissingWhenItComes() {
        offer(request("m1"));
        long early = lane.checkBooks(2);

        offer(request("m2"));

        assertThat(early).isEqualTo(1);
        assertThat(lane.checkBooks(2)).isZero();
    }

    private void offer(Envelope... envelopes) {
        for (var envelope : envelopes) {
            lane.offer(envelope, (settled, outcome) -> {});
        }
    }

    private static Outcome done() {
        return Outcome.processed(1, null);
    }

    private static Outcome deadLettered() {
        return Outcome.deadLettered(5, Failure.of(Failure.Kind.HANDLER_ERROR, "as told"));
    }

    private static Outcome cancelled() {
        return Outcome.deadLettered(1, Failures.CANCELLED);
    }

    private static Report.Settled<Outcome> settled(long seq, Outcome outcome) {
        return new Report.Settled<>(seq, outcome);
    }

    private static Report<Outcome> report(List<Report.Settled<Outcome>> settled) {
        return new Report<>(STREAM, 1, "node", 7, 5, Report.State.OPEN, settled);
    }

    private static Envelope request(String id) {
        return envelope(id, Envelope.Kind.MESSAGE, null, null);
    }

    private static Envelope event(String id, String topic, String source) {
        return envelope(id, Envelope.Kind.MESSAGE, TopicId.of(topic, source), null);
    }

    private static Envelope cancel(String request) {
        return envelope(request + "-cancel", Envelope.Kind.CANCEL, null, request);
    }

    private static Envelope envelope(
            String id, Envelope.Kind kind, @Nullable TopicId topic, @Nullable String correlationId) {
        return new Envelope(
                id,
                kind,
                A,
                null,
                topic,
                new Payload("test.Note", new byte[0]),
                AgentId.of("test", "asker"),
                null,
                correlationId,
                5_000,
                Map.of());
    }
}
