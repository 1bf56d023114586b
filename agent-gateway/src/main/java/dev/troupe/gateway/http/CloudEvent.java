package dev.troupe.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/**
 * An event of the CloudEvents specification 1.0, as far as it is used here. The topic is {@code type} and {@code source};
 * the name of the message type is {@code dataschema}, or {@code type} if there is none. The data is kept as the text it
 * came as, so that no number changes.
 */
record CloudEvent(String id, String type, String source, String messageType, String data) {
    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";
    private static final String PREFIX = "ce-";
    /** A tree that keeps numbers as they are written, and refuses a name that comes twice. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Tells whether headers carry an event. */
    static boolean isBinary(Call call) {
        return call.header(PREFIX + "specversion").isPresent();
    }

    /** Reads an event from headers, whose data is the body. */
    static CloudEvent ofHeaders(Iterable<HttpHeader> headers, byte[] body) {
        Map<String, String> attributes = new HashMap<>();
        for (HttpHeader header : headers) {
            String name = header.lowercaseName();
            if (name.startsWith(PREFIX) && attributes.put(name.substring(PREFIX.length()), header.value()) != null) {
                throw ProblemException.invalid("header " + name + " (expected: once)");
            }
        }
        return of(attributes, Payloads.text(body));
    }

    /** Reads an event of which all is in the body. */
    static CloudEvent ofStructured(byte[] body) {
        return read(body, false).get(0);
    }

    /** Reads events of a list. */
    static List<CloudEvent> ofBatch(byte[] body) {
        return read(body, true);
    }

    private static List<CloudEvent> read(byte[] body, boolean list) {
        String text = Payloads.text(body);
        List<CloudEvent> events = new ArrayList<>();
        try (var parser = JSON.createParser(text)) {
            boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
            if (isList) {
                parser.nextToken();
            }
            while (parser.currentToken() == JsonToken.START_OBJECT) {
                events.add(read(parser, text));
                parser.nextToken();
            }
            if (isList && parser.currentToken() == JsonToken.END_ARRAY) {
                parser.nextToken();
            }
            if (parser.currentToken() != null || isList != list || (!list && events.size() != 1)) {
                throw ProblemException.invalid(
                        "the body (expected: " + (list ? "a list of CloudEvents" : "one CloudEvent") + ")");
            }
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid("the body: " + e.getOriginalMessage() + " (expected: JSON)");
        } catch (IOException e) {
            throw ProblemException.invalid("the body: " + e.getMessage());
        }
        return events;
    }

    private static CloudEvent read(JsonParser parser, String text) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        String data = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            var token = parser.nextToken();
            if (name.equals("data")) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                data = text.substring(start, (int) parser.currentLocation().getCharOffset());
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                attributes.put(name, parser.getText());
            } else if (token != JsonToken.VALUE_NULL) {
                throw ProblemException.invalid("CloudEvent " + name + " (expected: a text, a number or a boolean)");
            }
        }
        return of(attributes, data);
    }

    private static CloudEvent of(Map<String, String> attributes, String data) {
        String version = require(attributes, "specversion");
        if (!version.equals("1.0")) {
            throw ProblemException.invalid("CloudEvent specversion: '" + version + "' (expected: 1.0)");
        }
        String contentType =
                attributes.getOrDefault("datacontenttype", Answers.JSON).toLowerCase(Locale.ROOT);
        if (!contentType.startsWith(Answers.JSON) || attributes.containsKey("data_base64")) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "CloudEvent datacontenttype: " + contentType + " (expected: " + Answers.JSON + ")")
                    .exception();
        }
        if (data.isBlank()) {
            throw ProblemException.invalid("CloudEvent data: missing (expected: the JSON of a message)");
        }
        String type = require(attributes, "type");
        return new CloudEvent(
                require(attributes, "id"),
                type,
                require(attributes, "source"),
                attributes.getOrDefault("dataschema", type),
                data);
    }

    private static String require(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw ProblemException.invalid("CloudEvent " + name + ": missing (expected: a text)");
        }
        return value;
    }
}
