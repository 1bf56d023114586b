package dev.troupe.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Entries and snapshots as JSON that people can read in a database. What is empty is left out; unknown fields are
 * ignored. A form that changes gets a new name, and the old one stays readable: names are stored for ever.
 */
public final class JournalJson {
    private static final Map<String, Class<?>> FORMS = Map.of(
            "started.1", StartedRecord.class,
            "turn.1", TurnRecord.class,
            "changed.1", ChangedTurn.class,
            "step.1", StepRecord.class,
            "settled.1", SettledRecord.class,
            "left.1", LeftRecord.class,
            "agent.1", AgentSnapshot.class,
            "message.1", Envelope.class);

    private static final Map<Class<?>, String> NAMES =
            FORMS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final ObjectMapper MAPPER = Json.configure(JsonMapper.builder())
            .addMixIn(Payload.class, PayloadAsText.class)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .withConfigOverride(List.class, JournalJson::leaveOutIfEmpty)
            .withConfigOverride(Map.class, JournalJson::leaveOutIfEmpty)
            .build();

    private JournalJson() {}

    /** Returns the name of the form of an entry or a snapshot. */
    public static String form(Object stored) {
        String form = NAMES.get(stored.getClass());
        if (form == null) {
            throw new IllegalArgumentException(
                    "stored: " + stored.getClass().getName() + " (expected: one of " + NAMES.keySet() + ")");
        }
        return form;
    }

    public static byte[] write(Object stored) {
        try {
            return MAPPER.writeValueAsBytes(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException with the place in the text, or if the form is of a newer version
     */
    public static Object read(String form, byte[] json) throws IOException {
        var type = FORMS.get(form);
        if (type == null) {
            throw new IOException("form: '" + form + "' (expected: one of " + FORMS.keySet()
                    + "; was it written by a newer version?)");
        }
        return MAPPER.readValue(json, type);
    }

    private static void leaveOutIfEmpty(MutableConfigOverride collection) {
        collection.setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, null));
        collection.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    /** A payload's bytes are nearly always text. */
    private interface PayloadAsText {
        @JsonProperty("json")
        @JsonSerialize(using = BytesAsText.Writer.class)
        @JsonDeserialize(using = BytesAsText.Reader.class)
        byte[] json();
    }
}
