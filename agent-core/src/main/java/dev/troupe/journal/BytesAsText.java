package dev.troupe.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes as the text that they are in UTF-8, or, where they are none, as an array with their Base64. */
final class BytesAsText {
    private BytesAsText() {}

    static final class Writer extends StdSerializer<byte[]> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(byte[].class);
        }

        @Override
        public void serialize(byte[] value, JsonGenerator json, SerializerProvider provider) throws IOException {
            String text = new String(value, StandardCharsets.UTF_8);
            if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value)) {
                json.writeString(text);
            } else {
                json.writeStartArray();
                json.writeBinary(value);
                json.writeEndArray();
            }
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, byte[] value) {
            return false;
        }
    }

    static final class Reader extends StdDeserializer<byte[]> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                return json.getText().getBytes(StandardCharsets.UTF_8);
            }
            json.nextToken();
            byte[] value = json.getBinaryValue();
            json.nextToken();
            return value;
        }
    }
}
