package dev.troupe.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private static final AgentId TRIAGE = AgentId.of("triage", "acme");
    private static final AgentId AUDIT = AgentId.of("audit", "acme");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final FlightRecorder recorder = new FlightRecorder("n1:1", 3, Clock.fixed(NOW, ZoneOffset.UTC));

    private static Envelope envelope(String id, AgentId recipient, Map<String, String> headers) {
        var payload = new Payload("triage.Document", "{}".getBytes(StandardCharsets.UTF_8));
        return new Envelope(
                id, Envelope.Kind.MESSAGE, recipient, null, null, payload, null, null, null, Long.MAX_VALUE, headers);
    }

    private void ended(Envelope envelope, TurnEnd how, Envelope... sent) {
        ended(recorder, envelope, how, sent);
    }

    private static void ended(FlightRecorder recorder, Envelope envelope, TurnEnd how, Envelope... sent) {
        var delivery = new Delivery(new StreamId("n1", 1), 1, envelope, 1, false);
        recorder.ended(envelope.recipient(), delivery, how, List.of(sent), 2_000_000);
    }

    @Test
    void remembersWhoToldWhom() {
        var root = TraceParent.root("m1");
        var sent = envelope("m2", AUDIT, root.child("m1", TRIAGE).in(Map.of()));

        ended(envelope("m1", TRIAGE, root.in(Map.of())), TurnEnd.APPLIED, sent);
        ended(sent, TurnEnd.FAILED);

        assertThat(recorder.about("m2", 10)).extracting(TracedTurn::message).containsExactly("m1", "m2");
        var turns = recorder.ofTraces(List.of(root.traceId()), 10);
        assertThat(turns).hasSize(2);
        assertThat(turns.get(0).parent()).isNull();
        assertThat(turns.get(0).at()).isEqualTo(NOW.minusMillis(2));
        assertThat(turns.get(0).micros()).isEqualTo(2_000);
        assertThat(turns.get(1).parent()).isEqualTo(turns.get(0).span());
        assertThat(turns.get(1).end()).isEqualTo("FAILED");
    }

    @Test
    void remembersSoManyAndNoMore() {
        for (int number = 1; number <= 5; number++) {
            ended(envelope("m" + number, TRIAGE, Map.of()), TurnEnd.APPLIED);
        }

        assertThat(recorder.about("m2", 10)).isEmpty();
        assertThat(recorder.about("m3", 10)).hasSize(1);
        assertThat(recorder.about("m5", 10)).hasSize(1);
    }

    @Test
    void remembersWhatEachThreadHasDoneTheOldestFirst() throws Exception {
        var large = new FlightRecorder("n1:1", 4_096, Clock.systemUTC());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            threads.add(new Thread(() -> {
                for (int turn = 0; turn < 1_001; turn++) {
                    ended(large, envelope("m", TRIAGE, Map.of()), TurnEnd.APPLIED);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(large.about("m", 5_000))
                .hasSize(4 * 1_001)
                .isSortedAccordingTo(Comparator.comparing(TracedTurn::at));
    }

    @Test
    void findsTheMessagesOfAPublication() {
        ended(envelope("p1@triage", TRIAGE, Map.of()), TurnEnd.APPLIED);

        assertThat(recorder.about("p1", 10)).hasSize(1);
        assertThat(recorder.about("p", 10)).isEmpty();
    }

    @Test
    void isNotThereWhereNothingIsToBeRemembered() {
        assertThatThrownBy(() -> new FlightRecorder("n1:1", 0, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("turns: 0");
        assertThat(TurnListener.NONE.traced()).isFalse();
        assertThat(TurnListener.NONE.and(recorder).traced()).isTrue();
    }
}
