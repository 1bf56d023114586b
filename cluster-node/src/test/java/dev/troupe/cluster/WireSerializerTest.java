package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireSerializerTest {
    private static final StreamId STREAM = new StreamId("pekko://troupe@127.0.0.1:25520#1", Long.MAX_VALUE);
    private static final AgentId A = AgentId.of("test", "key/with: every \"sign\" é");
    private static final AgentId B = AgentId.of("test", "b");
    private static final TopicId TOPIC = TopicId.of("news.sport", "a/b");
    private static final JsonPayload CONTENT = new JsonPayload("test.Note", "{\"text\":\"é\"}");

    private final WireSerializer serializer = new WireSerializer();

    @Test
    void carriesABatchWithEverythingAnEnvelopeCanSay() {
        var full = new Batch.Entry<>(Long.MAX_VALUE, fullEnvelope());
        var bare = new Batch.Entry<>(2, bareEnvelope());

        var deliver = new AgentActor.Deliver(A, new Batch<>(STREAM, 3, 1, 2, List.of(bare, full)));

        assertThat(afterTheWire("batch", deliver)).isEqualTo(deliver);
    }

    @Test
    void carriesWhichEntriesOfABatchMayHaveBeenAcceptedBefore() {
        var again = again();
        var link = new Wire.LinkBatch(List.of(again, deliver(B, Payload.of(CONTENT), entry()), again), List.of());

        assertThat(afterTheWire("batch", again)).isEqualTo(again);
        assertThat(afterTheWire("link", link)).isEqualTo(link);
    }

    @ParameterizedTest
    @EnumSource
    void carriesAnEnvelopeOfEveryKind(Envelope.Kind kind) {
        var payload = new Payload("test.Note", new byte[0]);
        var envelope = new Envelope("m3", kind, A, B, null, payload, null, null, "m2", 1, Map.of());

        var deliver = new AgentActor.Deliver(A, new Batch<>(STREAM, 3, 1, 2, List.of(new Batch.Entry<>(2, envelope))));

        assertThat(afterTheWire("batch", deliver)).isEqualTo(deliver);
    }

    @ParameterizedTest
    @EnumSource
    void carriesAReportInEveryStateAndWithEveryOutcome(Report.State state) {
        var failure = Failure.of(Failure.Kind.HANDLER_ERROR, "as told");
        var settled = List.of(
                new Report.Settled<>(1, Outcome.processed(1, null)),
                new Report.Settled<>(2, Outcome.processed(2, Answer.of(Payload.of(CONTENT)))),
                new Report.Settled<>(3, Outcome.processed(1, Answer.of(Failure.rejected("no")))),
                new Report.Settled<>(4, Outcome.deadLettered(5, failure)));

        var reported = new LaneActor.Reported(A, new Report<>(STREAM, 4, "node", 7, 9, state, settled));

        assertThat(afterTheWire("report", reported)).isEqualTo(reported);
    }

    @Test
    void carriesALinkBatchAndItsConnection() {
        var deliver =
                new AgentActor.Deliver(A, new Batch<>(STREAM, 3, 1, 2, List.of(new Batch.Entry<>(2, bareEnvelope()))));
        var settled = List.of(new Report.Settled<>(1, Outcome.processed(1, null)));
        var reported = new LaneActor.Reported(A, new Report<>(STREAM, 4, "node", 7, 9, Report.State.OPEN, settled));
        var link = new Wire.LinkBatch(List.of(deliver, deliver), List.of(reported));
        var connect = new Wire.Connect("node#1", "pekko://troupe@host:1/system/producer#2");

        assertThat(afterTheWire("link", link)).isEqualTo(link);
        assertThat(afterTheWire("connect", connect)).isEqualTo(connect);
    }

    @Test
    void carriesAnEventThatGoesToManyOnce() {
        var other = entry();
        var event = Payload.of(new JsonPayload("test.Note", "{\"text\":\"" + "long ".repeat(1_000) + "\"}"));
        var link = new Wire.LinkBatch(
                List.of(deliver(A, event, other), deliver(B, event, other), deliver(B, event, other)), List.of());

        byte[] bytes = serializer.toBinary(link);
        var read = (Wire.LinkBatch) serializer.fromBinary(bytes, "link");

        assertThat(read).isEqualTo(link);
        assertThat(bytes).hasSizeLessThan(2 * event.size());
        assertThat(eventIn(read, 1)).isSameAs(eventIn(read, 0)).isSameAs(eventIn(read, 2));
    }

    private static AgentActor.Deliver again() {
        return new AgentActor.Deliver(A, new Batch<>(STREAM, 3, 1, 2, List.of(entry()), Long.MAX_VALUE));
    }

    private static Batch.Entry<Envelope> entry() {
        return new Batch.Entry<>(1, bareEnvelope());
    }

    private static AgentActor.Deliver deliver(AgentId to, Payload event, Batch.Entry<Envelope> other) {
        var envelope = new Envelope("m4", Envelope.Kind.MESSAGE, to, null, TOPIC, event, null, null, null, 1, Map.of());
        var first = new Batch.Entry<>(
                other.seq(),
                new Envelope(
                        "m2",
                        Envelope.Kind.MESSAGE,
                        to,
                        null,
                        null,
                        other.message().payload(),
                        null,
                        null,
                        null,
                        1,
                        Map.of()));
        return new AgentActor.Deliver(to, new Batch<>(STREAM, 3, 1, 2, List.of(first, new Batch.Entry<>(2, envelope))));
    }

    private static Payload eventIn(Wire.LinkBatch link, int batch) {
        return link.batches().get(batch).batch().entries().get(1).message().payload();
    }

    @Test
    void skipsWhatANewerNodeAddsAtTheEndOfABatch() {
        var deliver = again();
        byte[] bytes = serializer.toBinary(deliver);
        byte[] newer = Arrays.copyOf(bytes, bytes.length + 1);
        newer[bytes.length - 1] = 7; // one more number before the break that ends the array
        newer[bytes.length] = bytes[bytes.length - 1];

        assertThat(serializer.fromBinary(newer, "batch")).isEqualTo(deliver);
    }

    @Test
    void carriesATellAndAStop() {
        var tell = new AgentActor.Tell(fullEnvelope());

        assertThat(afterTheWire("tell", tell)).isEqualTo(tell);
        assertThat(afterTheWire("stop", AgentActor.Stop.INSTANCE)).isSameAs(AgentActor.Stop.INSTANCE);
    }

    @Test
    void carriesALiveEventOfAnAgentAndOneFromOutside() {
        var ofAgent = new Wire.LiveEvent(new PublishedEvent("m1", TOPIC, Optional.of(A), CONTENT));
        var fromOutside = new Wire.LiveEvent(new PublishedEvent("m2", TOPIC, Optional.empty(), CONTENT));

        assertThat(afterTheWire("event", ofAgent)).isEqualTo(ofAgent);
        assertThat(afterTheWire("event", fromOutside)).isEqualTo(fromOutside);
    }

    @Test
    void carriesTheMediatorsQuestionAndAnswer() {
        var refresh = new Wire.Refresh("pekko://troupe@127.0.0.1:25520#-17", 3);
        var refreshed = new Wire.Refreshed("pekko://troupe@127.0.0.1:25521#17", 3);

        assertThat(afterTheWire("refresh", refresh)).isEqualTo(refresh);
        assertThat(afterTheWire("refreshed", refreshed)).isEqualTo(refreshed);
    }

    @Test
    void ignoresAFieldThatANewerNodeSends() throws IOException {
        byte[] newer = new CBORMapper().writeValueAsBytes(Map.of("from", "a#1", "round", 3, "added", "later"));

        assertThat(serializer.fromBinary(newer, "refresh")).isEqualTo(new Wire.Refresh("a#1", 3));
    }

    @Test
    void saysWhichManifestItDoesNotKnow() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "later"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("manifest: 'later' (expected: a known one; is the other node newer?)");
    }

    @Test
    void saysWhichMessageItDoesNotWrite() {
        assertThatThrownBy(() -> serializer.manifest("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void refusesBytesThatAreCutOff() {
        var refresh = new Wire.Refresh("a#1", 3);
        byte[] bytes = serializer.toBinary(refresh);
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);

        assertThatThrownBy(() -> serializer.fromBinary(cut, "refresh")).isInstanceOf(UncheckedIOException.class);
    }

    private Object afterTheWire(String manifest, Object message) {
        assertThat(serializer.manifest(message)).isEqualTo(manifest);
        return serializer.fromBinary(serializer.toBinary(message), manifest);
    }

    private static Envelope fullEnvelope() {
        return new Envelope(
                "m1",
                Envelope.Kind.ANSWER,
                A,
                B,
                TOPIC,
                Payload.of(CONTENT),
                B,
                A,
                "c-1",
                Long.MAX_VALUE,
                Map.of("traceparent", "00-1"));
    }

    private static Envelope bareEnvelope() {
        return new Envelope(
                "m2", Envelope.Kind.MESSAGE, A, null, null, Payload.of(CONTENT), null, null, null, 1, Map.of());
    }
}
