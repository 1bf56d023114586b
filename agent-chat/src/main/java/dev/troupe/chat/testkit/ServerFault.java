package dev.troupe.chat.testkit;

import java.io.Serial;
import java.time.Duration;
import java.util.Map;

/** What a model throws to have {@link OpenAiServer} answer with exactly this, for example a body that is no JSON. */
public final class ServerFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;
    private final String body;

    /**
     * Makes a fault.
     *
     * @param status of HTTP; 200 for a body that is wrong in another way
     */
    public ServerFault(int status, Map<String, String> headers, String body) {
        super("HTTP " + status + ": " + body);
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /** Returns an error the way OpenAI words it. */
    public static ServerFault of(int status, String message) {
        return new ServerFault(status, Map.of(), OpenAiWire.error(status, message));
    }

    /** Returns a refusal of one that asks too often, with the seconds after which it may ask again. */
    public static ServerFault rateLimited(Duration retryAfter) {
        int status = 429;
        String seconds = Long.toString(retryAfter.toSeconds());
        return new ServerFault(
                status, Map.of("Retry-After", seconds), OpenAiWire.error(status, "Rate limit reached for requests"));
    }

    /** Returns an answer that claims to be there and is not JSON. */
    public static ServerFault malformed() {
        return new ServerFault(200, Map.of(), "{\"choices\": [");
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    String body() {
        return body;
    }
}
