package dev.troupe.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * The one way values become JSON: unknown fields are ignored, so that a field can be added while old and new nodes run
 * side by side; times and durations are ISO-8601 text that keeps its offset; ids are the text {@code type/key}.
 */
public final class Json {
    private static final ObjectMapper MAPPER = configure(JsonMapper.builder()).build();

    /** Characters of a wrong text that its error shows. */
    private static final int SHOWN = 40;

    private Json() {}

    /** Sets a mapper of any Jackson format up the way messages need it. */
    public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
        return builder.addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(idsAsText())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    }

    /** Returns what writes values of {@code type}, ready beforehand: for types that are written often. */
    static ObjectWriter writer(Class<?> type) {
        return MAPPER.writerFor(type);
    }

    /** Returns what reads values of {@code type}, ready beforehand: for types that are read often. */
    static ObjectReader reader(Class<?> type) {
        return MAPPER.readerFor(type);
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " does not become JSON: " + e.getMessage(), e);
        }
    }

    /** Reads a value; throws {@link IOException} with the place in the text if it does not fit. */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        return type.cast(read(reader(type), json));
    }

    /** Returns what {@link #write} does, as text. */
    public static String text(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** Reads a value that {@link #text} made; throws {@link UncheckedIOException} if it does not fit. */
    public static <T> T parse(String json, Class<T> type) {
        try {
            return read(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object read(ObjectReader reader, byte[] json) throws IOException {
        Object value = reader.readValue(json);
        if (value == null) {
            throw new IOException("null (expected: an object of "
                    + reader.getValueType().getRawClass().getName() + ")");
        }
        return value;
    }

    /** Copies a value the way it travels; what does not survive that cannot be sent or stored. */
    public static <T> T copy(T value, Class<T> type) {
        try {
            return read(write(value), type);
        } catch (IOException e) {
            throw new UncheckedIOException(type.getName() + " does not come back from its JSON", e);
        }
    }

    /** Tells whether two values have the same JSON; the order of fields does not count. */
    public static boolean same(Object one, Object other) {
        JsonNode tree = MAPPER.valueToTree(one);
        return tree.equals(MAPPER.valueToTree(other));
    }

    /**
     * Checks that {@code text} is one JSON value.
     *
     * @throws IllegalArgumentException with the place of the fault
     */
    public static void requireWellFormed(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            requireOneValue(parser, text);
        } catch (IOException e) {
            throw new IllegalArgumentException("json: " + e.getMessage(), e);
        }
    }

    /** As {@link #requireWellFormed(String)}, for text in UTF-8. */
    public static void requireWellFormed(byte[] text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            requireOneValue(parser, new String(text, 0, Math.min(text.length, SHOWN), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("json: " + e.getMessage(), e);
        }
    }

    private static void requireOneValue(JsonParser parser, String shown) throws IOException {
        parser.nextToken();
        parser.skipChildren();
        if (parser.currentToken() == null || parser.nextToken() != null) {
            throw new IllegalArgumentException("json: '" + abbreviated(shown) + "' (expected: one JSON value)");
        }
    }

    private static String abbreviated(String text) {
        return text.length() < SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static SimpleModule idsAsText() {
        var module = new SimpleModule("troupe-ids");
        addText(module, AgentId.class, AgentId::parse);
        addText(module, TopicId.class, TopicId::parse);
        return module;
    }

    private static <T> void addText(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new TextSerializer<>(type));
        module.addDeserializer(type, new TextDeserializer<>(type, parse));
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return parse.apply(key);
            }
        });
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        TextSerializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parse;

        TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parse.apply(json.getText());
        }
    }
}
