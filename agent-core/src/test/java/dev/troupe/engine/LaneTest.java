package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lane does with cancellations. */
class LaneTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final StreamId STREAM = Lane.stream("node", 0, 1);
    private static final long LATE = 1_000_000;

    private final List<Batch<Envelope>> delivered = new ArrayList<>();
    private final List<Failure> deadLetters = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Lane lane =
            new Lane(STREAM, Settings.of(ConfigFactory.load()).delivery().outbox(), new Lane.Port() {
                @Override
                public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
                    delivered.add(batch);
                }

                @Override
                public void deadLetter(Envelope envelope, int attempts, Failure failure) {
                    deadLetters.add(failure);
                }
            });

    @Test
    void neverSendsARequestThatIsCancelledBeforeItLeaves() {
        offer(request("m1"));
        offer(request("m2"));

        offer(cancel("m1"));
        lane.flush(0);

        assertThat(delivered)
                .singleElement()
                .satisfies(batch -> assertThat(batch.entries())
                        .extracting(entry -> entry.message().id())
                        .containsExactly("m2"));
        assertThat(outcomes)
                .containsEntry("m1", Outcome.deadLettered(0, Failures.CANCELLED))
                .containsKey("m1-cancel");
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void sendsACancellationAfterItsRequest() {
        offer(request("m1"));
        lane.flush(0);

        offer(cancel("m1"));
        lane.onReport(A, report(1, List.of()), 1);
        lane.flush(1);
        lane.onReport(
                A, report(2, List.of(settled(1, Outcome.deadLettered(1, Failures.CANCELLED)), settled(2, done()))), 2);

        assertThat(delivered.get(1).entries())
                .extracting(entry -> entry.message().kind())
                .containsExactly(Envelope.Kind.CANCEL);
        assertThat(outcomes).containsKeys("m1", "m1-cancel");
        assertThat(deadLetters).isEmpty();
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void sendsNoCancellationOfWhatIsSettledAndKeepsNoneThatExpires() {
        offer(request("m1"));
        lane.flush(0);
        lane.onReport(A, report(1, List.of(settled(1, done()))), 1);

        offer(cancel("m1"));
        boolean emptyAfterIt = lane.isEmpty();
        offer(request("m2"));
        lane.flush(2);
        offer(cancel("m2"));
        lane.onTick(LATE);

        assertThat(emptyAfterIt).isTrue();
        assertThat(deadLetters).as("of m2").extracting(Failure::kind).containsExactly(Failure.Kind.EXPIRED);
        assertThat(lane.isEmpty()).isTrue();
    }

    private void offer(Envelope envelope) {
        lane.offer(envelope, (settled, outcome) -> outcomes.put(settled.id(), outcome));
    }

    private static Outcome done() {
        return Outcome.processed(1, null);
    }

    private static Report.Settled<Outcome> settled(long seq, Outcome outcome) {
        return new Report.Settled<>(seq, outcome);
    }

    private static Report<Outcome> report(long number, List<Report.Settled<Outcome>> settled) {
        return new Report<>(STREAM, number, "node", 7, number, Report.State.OPEN, settled);
    }

    private static Envelope request(String id) {
        return envelope(id, Envelope.Kind.MESSAGE, null);
    }

    private static Envelope cancel(String request) {
        return envelope(request + "-cancel", Envelope.Kind.CANCEL, request);
    }

    private static Envelope envelope(String id, Envelope.Kind kind, @Nullable String correlationId) {
        var payload = new Payload("test.Read", new byte[0]);
        return new Envelope(id, kind, A, null, null, payload, null, null, correlationId, 10_000, Map.of());
    }
}
