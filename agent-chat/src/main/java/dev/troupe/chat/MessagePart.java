package dev.troupe.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/** A part of a message of several kinds. As JSON a text is a text, an image an object with its Base64 in {@code data}. */
public sealed interface MessagePart {
    /** Returns what stands for it in a text. */
    String toText();

    record Text(@JsonValue String text) implements MessagePart {
        @Override
        public String toText() {
            return text;
        }
    }

    /**
     * A picture.
     *
     * @param base64 the bytes of a file in a format for the web
     */
    record Image(@JsonProperty("data") String base64) implements MessagePart {
        @Override
        public String toText() {
            return "[image]";
        }
    }

    @JsonCreator
    static MessagePart of(JsonNode json) {
        if (json.isTextual()) {
            return new Text(json.textValue());
        }
        if (json.path("data").isTextual()) {
            return new Image(json.get("data").textValue());
        }
        throw new IllegalArgumentException("part of a message: " + json.getNodeType()
                + " (expected: a text, or an object with the Base64 of an image in 'data')");
    }
}
