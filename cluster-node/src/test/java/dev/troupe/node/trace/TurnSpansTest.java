package dev.troupe.node.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnSpansTest {
    private static final AgentId TRIAGE = AgentId.of("triage", "acme");
    private static final AgentId AUDIT = AgentId.of("audit", "acme");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final TurnSpans spans = TurnSpans.start(
            exporter,
            new OtlpSettings(true, "http://127.0.0.1:1/", 100, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            "n1:1",
            Clock.fixed(NOW, ZoneOffset.UTC));

    private static Envelope envelope(String id, AgentId recipient, TraceParent trace) {
        return new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                recipient,
                null,
                null,
                new Payload("triage.Document", new byte[0]),
                null,
                null,
                null,
                Long.MAX_VALUE,
                trace.in(Map.of()));
    }

    private void ended(Envelope envelope, int attempt, TurnEnd how) {
        var delivery = new Delivery(new StreamId("n1", 1), 1, envelope, attempt, false);
        spans.ended(envelope.recipient(), delivery, how, List.of(), 2_000_000);
    }

    private List<SpanData> exported() {
        spans.flush();
        return exporter.getFinishedSpanItems();
    }

    @Test
    void putsATurnBelowTheOneThatSentItsMessage() {
        var root = TraceParent.root("m1");
        ended(envelope("m1", TRIAGE, root), 1, TurnEnd.APPLIED);
        ended(envelope("m2", AUDIT, root.child("m1", TRIAGE)), 1, TurnEnd.GIVEN_UP);

        var all = exported();

        assertThat(all).extracting(SpanData::getName).containsExactly("turn triage", "turn audit");
        assertThat(all).extracting(SpanData::getTraceId).containsOnly(root.traceId());
        assertThat(all.get(0).getParentSpanContext().isValid()).isFalse();
        assertThat(all.get(1).getParentSpanId()).isEqualTo(all.get(0).getSpanId());
        assertThat(all.get(1).getAttributes().get(TurnSpans.END)).isEqualTo("GIVEN_UP");
        assertThat(all.get(1).getAttributes().get(TurnSpans.NODE)).isEqualTo("n1:1");
        assertThat(all.get(1).getEndEpochNanos() - all.get(1).getStartEpochNanos())
                .isEqualTo(2_000_000);
    }

    @Test
    void linksAnotherAttemptToTheFirst() {
        var message = envelope("m1", TRIAGE, TraceParent.root("m1"));
        ended(message, 1, TurnEnd.FAILED);
        ended(message, 2, TurnEnd.APPLIED);

        var all = exported();

        assertThat(all.get(1).getTraceId()).isEqualTo(all.get(0).getTraceId());
        assertThat(all.get(1).getParentSpanContext().isValid()).isFalse();
        assertThat(all.get(1).getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                        .isEqualTo(all.get(0).getSpanId()));
    }

    @Test
    void tellsNothingOfATraceThatItsCallerDoesNotSample() {
        var unsampled = TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");

        ended(envelope("m1", TRIAGE, requireNonNull(unsampled)), 1, TurnEnd.APPLIED);

        assertThat(exported()).isEmpty();
    }
}
