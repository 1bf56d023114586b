package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.message.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A node as a command reaches it. Each call waits for its answer; what fails says what to do. */
final class RemoteNode {
    /** The node has limits of its own; this is for one that does not keep them. */
    private static final Duration LONG = Duration.ofMinutes(30);

    /** Problems by which a node says that an argument is wrong, not that something is missing or fails. */
    private static final Set<String> MISTAKES = Set.of(
            "urn:troupe:problem:invalid",
            "urn:troupe:problem:unreadable",
            "urn:troupe:problem:unhandled",
            "urn:troupe:problem:too-large");

    private final URI uri;
    private final @Nullable String token;
    private final HttpClient client;
    private final Duration patience;

    RemoteNode(URI uri, @Nullable String token, @Nullable SSLContext trust, Duration patience) {
        this(uri, token, client(trust, patience), patience);
    }

    private RemoteNode(URI uri, @Nullable String token, HttpClient client, Duration patience) {
        this.uri = uri;
        this.token = token;
        this.client = client;
        this.patience = patience;
    }

    private static HttpClient client(@Nullable SSLContext trust, Duration patience) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
        return (trust == null ? builder : builder.sslContext(trust)).build();
    }

    /** Returns the same one, for something that takes it as long as its own settings say. */
    RemoteNode patient() {
        return new RemoteNode(uri, token, client, LONG);
    }

    /** Writes a segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Writes parameters, without those that are null: {@code ?a=b&c=d}. */
    static String parameters(Map<String, ? extends @Nullable Object> all) {
        var text = new StringBuilder();
        all.forEach((name, value) -> {
            if (value != null) {
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(segment(value.toString()));
            }
        });
        return text.toString();
    }

    JsonNode get(String path) throws IOException {
        return call("GET", path, null);
    }

    /**
     * Calls the node.
     *
     * @param body of the request, as JSON; null for none
     * @return the answer's; null's node if it has none
     * @throws IllegalArgumentException if it says that what it is told is not valid
     * @throws IllegalStateException if it cannot be reached, or refuses; says why
     */
    JsonNode call(String method, String path, @Nullable Object body) throws IOException {
        return call(method, path, body, Map.of());
    }

    /** As {@link #call(String, String, Object)}, with headers. */
    JsonNode call(String method, String path, @Nullable Object body, Map<String, String> headers) throws IOException {
        var request = request(method, path, body).timeout(patience);
        headers.forEach(request::header);
        var answer = exchange(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw refused(method + " " + path, answer.statusCode(), answer.body());
        }
        return answer.body().isEmpty() ? NullNode.getInstance() : read(answer.body());
    }

    /** Returns the lines of an answer as they come, until it ends; close the stream to end it. */
    Stream<String> lines(String path) throws IOException {
        var request =
                request("GET", path, null).header("Accept", "text/event-stream").build();
        var answer = exchange(request, BodyHandlers.ofLines());
        if (answer.statusCode() >= 300) {
            try (var lines = answer.body()) {
                throw refused("GET " + path, answer.statusCode(), String.join("\n", lines.toList()));
            }
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(uri.resolve(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            return request.method(method, BodyPublishers.noBody());
        }
        return request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body instanceof String json ? json : Json.text(body)));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> reader) throws IOException {
        try {
            return client.send(request, reader);
        } catch (HttpTimeoutException e) {
            String longer = patience.equals(LONG) ? "" : " (wait longer with --wait)";
            throw new NoAnswerException("no answer from " + uri + " within " + patience.toSeconds() + " s" + longer, e);
        } catch (ConnectException e) {
            throw new IllegalStateException(
                    "nothing listens at " + uri + " (expected: the management port of a node; see --node)", e);
        } catch (SSLException e) {
            throw new IllegalStateException(
                    "TLS with " + uri + " failed: " + e.getMessage() + " (is it https, and is --ca right?)", e);
        } catch (IOException e) {
            throw new IOException(
                    "no HTTP with " + uri + ": " + e.getMessage() + " (is it http, not https or gRPC?)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode read(String body) {
        return Json.parse(body, JsonNode.class);
    }

    /** The node says why, as RFC 9457 has it; whoever else answers does not. */
    private RuntimeException refused(String call, int status, String body) {
        var problem = problem(body);
        String detail = Texts.oneLine(problem.path("detail").asText());
        if (detail.isEmpty()) {
            return new IllegalStateException(
                    uri + " answered " + call + " with " + status + hint(status) + " (is it a node of Troupe?)");
        }
        return MISTAKES.contains(problem.path("type").asText())
                ? new IllegalArgumentException(detail)
                : new IllegalStateException(detail + hint(status));
    }

    private static JsonNode problem(String body) {
        try {
            return read(body);
        } catch (RuntimeException e) {
            return NullNode.getInstance(); // no JSON
        }
    }

    private String hint(int status) {
        return switch (status) {
            case 401 ->
                token == null ? " (show a token: TROUPE_TOKEN or --token-file)" : " (the node does not know the token)";
            case 403 -> " (the token does not allow this; see ./troupe token --allow)";
            default -> "";
        };
    }
}
