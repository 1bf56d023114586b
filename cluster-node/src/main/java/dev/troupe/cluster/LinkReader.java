package dev.troupe.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link LinkWriter} wrote, and skips what a newer node has added at the end of an array. */
final class LinkReader {
    private static final CBORFactory FACTORY = new CBORFactory();

    private final JsonParser cbor;
    /** The texts that may come again by their number. */
    private final List<String> texts = new ArrayList<>();

    /** The payloads that may come again by their number. */
    private final List<Payload> payloads = new ArrayList<>();

    private @Nullable StreamId lastStream;
    private @Nullable TopicId lastTopic;
    private @Nullable String lastTopicText;

    private LinkReader(JsonParser cbor) {
        this.cbor = cbor;
    }

    static Wire.LinkBatch link(byte[] bytes) throws IOException {
        return read(bytes, LinkReader::link);
    }

    static AgentActor.Deliver batch(byte[] bytes) throws IOException {
        return read(bytes, LinkReader::batch);
    }

    static LaneActor.Reported report(byte[] bytes) throws IOException {
        return read(bytes, LinkReader::report);
    }

    private interface Reading<T> {
        T read(LinkReader reader) throws IOException;
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) throws IOException {
        try (JsonParser cbor = FACTORY.createParser(bytes)) {
            var reader = new LinkReader(cbor);
            reader.begin();
            return reading.read(reader);
        }
    }

    private Wire.LinkBatch link() throws IOException {
        var batches = all(LinkReader::batch);
        var reports = all(LinkReader::report);
        end();
        return new Wire.LinkBatch(batches, reports);
    }

    private AgentActor.Deliver batch() throws IOException {
        var recipient = new AgentId(repeated(), text());
        var stream = stream();
        long number = number();
        long floor = number();
        long previous = number();
        var entries = all(reader -> reader.entry(recipient));
        long redeliveredUpTo = numberOrEnd();
        return new AgentActor.Deliver(
                recipient, new Batch<>(stream, number, floor, previous, entries, redeliveredUpTo));
    }

    private Batch.Entry<Envelope> entry(AgentId recipient) throws IOException {
        long seq = number();
        String id = text();
        var kind = Envelope.Kind.valueOf(repeated());
        long deadline = number();
        var payload = payload();
        var sender = idOrNull();
        var topic = topicOrNull();
        var asker = idOrNull();
        var replyTo = idOrNull();
        String correlationId = textOrNull();
        var headers = headers();
        long ordinal = numberOrEnd();
        return new Batch.Entry<>(
                seq,
                new Envelope(
                        id,
                        kind,
                        recipient,
                        sender,
                        topic,
                        payload,
                        asker,
                        replyTo,
                        correlationId,
                        deadline,
                        headers,
                        ordinal));
    }

    /** An event that goes to many is one object for all of them. */
    private Payload payload() throws IOException {
        String type = repeated();
        if (cbor.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            return numbered("payload", payloads);
        }
        var payload = new Payload(type, bytesHere());
        payloads.add(payload);
        return payload;
    }

    /** Agents keep the streams they hear from, so those of one link batch are one object. */
    private StreamId stream() throws IOException {
        var stream = new StreamId(repeated(), number());
        if (lastStream != null && lastStream.equals(stream)) {
            return lastStream;
        }
        lastStream = stream;
        return stream;
    }

    private Map<String, String> headers() throws IOException {
        begin();
        if (cbor.nextToken() == JsonToken.END_ARRAY) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        do {
            String name = cbor.getText();
            headers.put(name, text());
        } while (cbor.nextToken() != JsonToken.END_ARRAY);
        return headers;
    }

    private LaneActor.Reported report() throws IOException {
        var from = new AgentId(repeated(), text());
        var stream = stream();
        long batch = number();
        String home = repeated();
        long activation = number();
        long acceptedUpTo = number();
        var state = Report.State.valueOf(repeated());
        var settled = all(LinkReader::settled);
        end();
        return new LaneActor.Reported(
                from, new Report<>(stream, batch, home, activation, acceptedUpTo, state, settled));
    }

    private Report.Settled<Outcome> settled() throws IOException {
        long seq = number();
        int attempts = (int) number();
        if (cbor.nextToken() == JsonToken.END_ARRAY) {
            return new Report.Settled<>(seq, Outcome.processed(attempts, null));
        }
        var failure = failureHere();
        var answer = answer();
        return new Report.Settled<>(seq, new Outcome(attempts, failure, answer));
    }

    /** Reads the answer, if there is one, and what follows until the end of the array. */
    private @Nullable Answer answer() throws IOException {
        if (cbor.nextToken() == JsonToken.END_ARRAY) {
            return null;
        }
        var failure = failureHere();
        if (cbor.nextToken() == JsonToken.END_ARRAY) {
            return new Answer(null, failure);
        }
        var payload = new Payload(cbor.getText(), bytes());
        end();
        return new Answer(payload, failure);
    }

    private @Nullable Failure failureHere() throws IOException {
        return cbor.currentToken() == JsonToken.VALUE_NULL ? null : Json.read(cbor.getBinaryValue(), Failure.class);
    }

    private @Nullable AgentId idOrNull() throws IOException {
        String text = textOrNull();
        return text == null ? null : AgentId.parse(text);
    }

    private @Nullable TopicId topicOrNull() throws IOException {
        if (cbor.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String text = repeatedHere();
        if (!text.equals(lastTopicText)) {
            lastTopic = TopicId.parse(text);
            lastTopicText = text;
        }
        return lastTopic;
    }

    private <T> List<T> all(Reading<T> reading) throws IOException {
        begin();
        List<T> values = new ArrayList<>();
        while (cbor.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_ARRAY);
            values.add(reading.read(this));
        }
        return values;
    }

    private void begin() throws IOException {
        cbor.nextToken();
        expect(JsonToken.START_ARRAY);
    }

    private void end() throws IOException {
        while (cbor.nextToken() != JsonToken.END_ARRAY) {
            cbor.skipChildren();
        }
    }

    private String text() throws IOException {
        cbor.nextToken();
        expect(JsonToken.VALUE_STRING);
        return cbor.getText();
    }

    /** Reads what {@code LinkWriter.repeated} wrote. */
    private String repeated() throws IOException {
        cbor.nextToken();
        return repeatedHere();
    }

    private String repeatedHere() throws IOException {
        if (cbor.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return numbered("text", texts);
        }
        expect(JsonToken.VALUE_STRING);
        String text = cbor.getText();
        texts.add(text);
        return text;
    }

    private <T> T numbered(String what, List<T> before) throws IOException {
        int number = cbor.getIntValue();
        if (number < 0 || number >= before.size()) {
            throw new IOException(what + ": number " + number + " (expected: one of the " + before.size() + " before)");
        }
        return before.get(number);
    }

    private @Nullable String textOrNull() throws IOException {
        return cbor.nextToken() == JsonToken.VALUE_NULL ? null : cbor.getText();
    }

    private long number() throws IOException {
        cbor.nextToken();
        expect(JsonToken.VALUE_NUMBER_INT);
        return cbor.getLongValue();
    }

    /** Reads a number that may be missing at the end of an array, which means 0, and then that end. */
    private long numberOrEnd() throws IOException {
        if (cbor.nextToken() == JsonToken.END_ARRAY) {
            return 0;
        }
        expect(JsonToken.VALUE_NUMBER_INT);
        long number = cbor.getLongValue();
        end();
        return number;
    }

    private byte[] bytes() throws IOException {
        cbor.nextToken();
        return bytesHere();
    }

    private byte[] bytesHere() throws IOException {
        expect(JsonToken.VALUE_EMBEDDED_OBJECT);
        return cbor.getBinaryValue();
    }

    private void expect(JsonToken expected) throws IOException {
        if (cbor.currentToken() != expected) {
            throw new IOException("token: " + cbor.currentToken() + " at " + cbor.currentLocation() + " (expected: "
                    + expected + ")");
        }
    }
}
