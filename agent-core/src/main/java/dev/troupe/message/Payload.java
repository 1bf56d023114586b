package dev.troupe.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.troupe.agent.JsonPayload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The content of a message: the JSON name of its type, and JSON in UTF-8. Immutable by convention: nobody writes. */
public final class Payload {
    private final String type;
    private final byte[] json;
    /** What it was read as, if that cannot change. Threads that do not see it yet read it once more. */
    private @Nullable Object message;

    @JsonCreator
    public Payload(@JsonProperty("type") String type, @JsonProperty("json") byte[] json) {
        this.type = type;
        this.json = json;
    }

    public static Payload of(JsonPayload payload) {
        return new Payload(payload.type(), payload.json().getBytes(StandardCharsets.UTF_8));
    }

    public JsonPayload toJsonPayload() {
        return new JsonPayload(type, new String(json, StandardCharsets.UTF_8));
    }

    @JsonProperty("type")
    public String type() {
        return type;
    }

    /** Returns the bytes themselves; do not write to them. */
    @JsonProperty("json")
    public byte[] json() {
        return json;
    }

    /** Returns the message that this was read as before; null if that is to be read again. */
    @Nullable
    Object message() {
        return message;
    }

    /** Keeps a message of final fields, safe to hand to other threads, for those who read the same payload. */
    void keep(Object immutable) {
        message = immutable;
    }

    public int size() {
        return json.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && type.equals(that.type) && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return type + "(" + json.length + " bytes)";
    }
}
