package dev.troupe.gateway.worker;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.troupe.message.Json;
import dev.troupe.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Contents as workers send them, and as the cluster carries them, without a bit of difference. JSON stays as it is. Any
 * other content is a JSON text of its Base64, under a name that ends with {@code ;} and its media type: no Java message
 * can be called so.
 */
final class Contents {
    static final String JSON = "application/json";

    private static final char BEFORE_MEDIA_TYPE = ';';

    /** One content on its way to or from a worker. */
    record Content(String name, String mediaType, ByteString data) {
        boolean isJson() {
            return mediaType.equals(JSON);
        }
    }

    private Contents() {}

    /**
     * Returns what the cluster carries.
     *
     * @throws IllegalArgumentException if there is no name, or JSON that is none
     */
    static Payload toPayload(Content content) {
        String name = content.name();
        if (name.isEmpty() || name.indexOf(BEFORE_MEDIA_TYPE) >= 0) {
            throw new IllegalArgumentException("name of the content's type: '" + name + "' (expected: one without ;)");
        }
        if (content.mediaType().isEmpty()) {
            throw new IllegalArgumentException(
                    "content type of a " + name + ": '' (expected: for example " + JSON + ")");
        }
        byte[] data = content.data().toByteArray();
        if (content.isJson()) {
            Json.requireWellFormed(data);
            return new Payload(name, data);
        }
        String text = '"' + Base64.getEncoder().encodeToString(data) + '"';
        return new Payload(name + BEFORE_MEDIA_TYPE + content.mediaType(), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns what a worker gets. Anybody may name a message as we name contents: without Base64 it is JSON. */
    static Content of(Payload payload) {
        int media = payload.type().indexOf(BEFORE_MEDIA_TYPE);
        byte[] json = payload.json();
        boolean isText = json.length >= 2 && json[0] == '"' && json[json.length - 1] == '"';
        if (media >= 0 && isText) {
            try {
                byte[] data = Base64.getDecoder().decode(Arrays.copyOfRange(json, 1, json.length - 1));
                return new Content(
                        payload.type().substring(0, media),
                        payload.type().substring(media + 1),
                        UnsafeByteOperations.unsafeWrap(data));
            } catch (IllegalArgumentException e) {
                // It is somebody else's.
            }
        }
        return new Content(payload.type(), JSON, UnsafeByteOperations.unsafeWrap(json));
    }
}
