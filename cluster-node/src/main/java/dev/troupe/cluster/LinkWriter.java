package dev.troupe.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the hot path of the wire as CBOR arrays: batches, reports, and link batches of both. A field is known by its
 * place; a newer node adds fields at the end of an array, an older one skips them (so a text that is added there is
 * written as it is, never by number). Payloads are the JSON bytes they are, those of one event once for all its recipients.
 * {@link LinkReader} reads it.
 */
final class LinkWriter {
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final int EVENTS_EXPECTED = 32;

    private final JsonGenerator cbor;
    /** The texts that are likely to come again, each with its number. */
    private final Map<String, Integer> written = new HashMap<>();
    /** The payloads that are likely to come again, those of events, each with its number among all. */
    private final IdentityHashMap<Payload, Integer> events = new IdentityHashMap<>(EVENTS_EXPECTED);

    private int payloads;
    private @Nullable TopicId lastTopic;
    private String lastTopicText = "";

    private LinkWriter(JsonGenerator cbor) {
        this.cbor = cbor;
    }

    static byte[] write(Wire.LinkBatch link) throws IOException {
        return write(writer -> writer.link(link));
    }

    static byte[] write(AgentActor.Deliver deliver) throws IOException {
        return write(writer -> writer.batch(deliver));
    }

    static byte[] write(LaneActor.Reported reported) throws IOException {
        return write(writer -> writer.report(reported));
    }

    private interface Writing<T> {
        void accept(T what) throws IOException;
    }

    private static byte[] write(Writing<LinkWriter> writing) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator cbor = FACTORY.createGenerator(bytes)) {
            writing.accept(new LinkWriter(cbor));
        }
        return bytes.toByteArray();
    }

    private void link(Wire.LinkBatch link) throws IOException {
        cbor.writeStartArray();
        all(link.batches(), this::batch);
        all(link.reports(), this::report);
        cbor.writeEndArray();
    }

    private void batch(AgentActor.Deliver deliver) throws IOException {
        var batch = deliver.batch();
        cbor.writeStartArray();
        id(deliver.recipient());
        stream(batch.stream());
        cbor.writeNumber(batch.number());
        cbor.writeNumber(batch.floor());
        cbor.writeNumber(batch.previous());
        all(batch.entries(), entry -> envelope(entry.seq(), entry.message()));
        if (batch.redeliveredUpTo() != 0) {
            cbor.writeNumber(batch.redeliveredUpTo());
        }
        cbor.writeEndArray();
    }

    /** An entry. The recipient is the batch's. */
    private void envelope(long seq, Envelope envelope) throws IOException {
        cbor.writeStartArray();
        cbor.writeNumber(seq);
        cbor.writeString(envelope.id());
        repeated(envelope.kind().name());
        cbor.writeNumber(envelope.deadline());
        payload(envelope.payload(), envelope.topic() != null);
        text(envelope.sender());
        topic(envelope.topic());
        text(envelope.asker());
        text(envelope.replyTo());
        text(envelope.correlationId());
        all(envelope.headers().entrySet(), header -> {
            cbor.writeString(header.getKey());
            cbor.writeString(header.getValue());
        });
        if (envelope.ordinal() != 0) {
            cbor.writeNumber(envelope.ordinal());
        }
        cbor.writeEndArray();
    }

    /** An event that goes to many leaves its bytes in a link batch once; after that, its number among the payloads there. */
    private void payload(Payload payload, boolean event) throws IOException {
        repeated(payload.type());
        var number = event ? events.putIfAbsent(payload, payloads) : null;
        if (number == null) {
            payloads++;
            cbor.writeBinary(payload.json());
        } else {
            cbor.writeNumber(number);
        }
    }

    private void topic(@Nullable TopicId topic) throws IOException {
        if (topic == null) {
            cbor.writeNull();
        } else {
            if (!topic.equals(lastTopic)) {
                lastTopic = topic;
                lastTopicText = topic.toString();
            }
            repeated(lastTopicText);
        }
    }

    private void report(LaneActor.Reported reported) throws IOException {
        var report = reported.report();
        cbor.writeStartArray();
        id(reported.from());
        stream(report.stream());
        cbor.writeNumber(report.batch());
        repeated(report.home());
        cbor.writeNumber(report.activation());
        cbor.writeNumber(report.acceptedUpTo());
        repeated(report.state().name());
        all(report.settled(), this::settled);
        cbor.writeEndArray();
    }

    /** Most are a processed message without an answer: those take two numbers. */
    private void settled(Report.Settled<Outcome> settled) throws IOException {
        var outcome = settled.outcome();
        cbor.writeStartArray();
        cbor.writeNumber(settled.seq());
        cbor.writeNumber(outcome.attempts());
        if (outcome.failure() != null || outcome.answer() != null) {
            failure(outcome.failure());
            answer(outcome.answer());
        }
        cbor.writeEndArray();
    }

    private void answer(@Nullable Answer answer) throws IOException {
        if (answer == null) {
            return;
        }
        failure(answer.failure());
        if (answer.payload() != null) {
            cbor.writeString(answer.payload().type());
            cbor.writeBinary(answer.payload().json());
        }
    }

    private void failure(@Nullable Failure failure) throws IOException {
        if (failure == null) {
            cbor.writeNull();
        } else {
            cbor.writeBinary(Json.write(failure));
        }
    }

    private void id(AgentId id) throws IOException {
        repeated(id.type());
        cbor.writeString(id.key());
    }

    private void stream(StreamId stream) throws IOException {
        repeated(stream.origin());
        cbor.writeNumber(stream.incarnation());
    }

    /** A text the first time, the number of that text after that. */
    private void repeated(String text) throws IOException {
        var number = written.putIfAbsent(text, written.size());
        if (number == null) {
            cbor.writeString(text);
        } else {
            cbor.writeNumber(number);
        }
    }

    private void text(@Nullable Object text) throws IOException {
        if (text == null) {
            cbor.writeNull();
        } else {
            cbor.writeString(text.toString());
        }
    }

    private <T> void all(Iterable<? extends T> values, Writing<T> writing) throws IOException {
        cbor.writeStartArray();
        for (T value : values) {
            writing.accept(value);
        }
        cbor.writeEndArray();
    }
}
