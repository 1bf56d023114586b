package dev.troupe.gateway.http;

import dev.troupe.message.Json;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** Makes answers with JSON in them. */
public final class Answers {
    public static final String JSON = "application/json";

    private Answers() {}

    public static HttpResponse json(int status, Object value) {
        return bytes(status, JSON, Json.write(value));
    }

    public static HttpResponse bytes(int status, String contentType, byte[] json) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(ContentTypes.parse(contentType), json));
    }

    public static HttpResponse nothing() {
        return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
    }
}
