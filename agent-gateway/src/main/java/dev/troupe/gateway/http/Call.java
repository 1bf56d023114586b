package dev.troupe.gateway.http;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.SendOptions;
import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.access.Resource;
import dev.troupe.message.TraceParent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;

/** One request, with who makes it. What an endpoint does with it comes in this order: rights, headers, body. */
public final class Call {
    /** What serves the request. */
    record Door(Access access, HttpSettings settings, Materializer materializer, Problems problems) {}

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final HttpRequest request;
    private final RequestTarget target;
    private final Principal principal;
    private final Door door;
    private final Map<String, String> variables;
    private boolean bodyTaken;

    Call(HttpRequest request, RequestTarget target, Principal principal, Door door, Map<String, String> variables) {
        this.request = request;
        this.target = target;
        this.principal = principal;
        this.door = door;
        this.variables = variables;
    }

    public Principal principal() {
        return principal;
    }

    /** Throws unless the caller may do this. */
    public void require(Action action, Resource resource) {
        door.access().require(principal, action, resource);
    }

    /** Returns a part of the path. */
    public String variable(String name) {
        return requireNonNull(variables.get(name), name);
    }

    public Optional<String> parameter(String name) {
        return target.parameter(name);
    }

    /** Reads a parameter such as {@code timeout=500ms}. */
    public Duration time(String name, Duration standard, Duration longest) {
        var text = parameter(name);
        if (text.isEmpty()) {
            return standard;
        }
        var time = TIME.matcher(text.get());
        if (time.matches()) {
            Duration value = duration(Long.parseLong(time.group(1)), time.group(2));
            if (!value.isZero() && value.compareTo(longest) <= 0) {
                return value;
            }
        }
        throw ProblemException.invalid(name + ": '" + text.get() + "' (expected: 1ms to " + longest.toMillis()
                + "ms, in a form such as 500ms, 10s or 2m)");
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    /** Reads a parameter that is a number. */
    public int count(String name, int standard, int most) {
        var text = parameter(name);
        if (text.isEmpty()) {
            return standard;
        }
        if (text.get().matches("\\d{1,9}")) {
            int value = Integer.parseInt(text.get());
            if (value >= 1 && value <= most) {
                return value;
            }
        }
        throw ProblemException.invalid(name + ": '" + text.get() + "' (expected: 1 to " + most + ")");
    }

    /** Reads a parameter that is one word or absent. */
    public boolean says(String name, String word) {
        var text = parameter(name);
        if (text.isPresent() && !text.get().equals(word)) {
            throw ProblemException.invalid(name + ": '" + text.get() + "' (expected: " + word + ", or none)");
        }
        return text.isPresent();
    }

    public Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    /** The caller's trace goes on in what is sent with these. */
    SendOptions traced(SendOptions options) {
        return header(TraceParent.HEADER)
                .filter(header -> TraceParent.parse(header) != null)
                .map(header -> options.withHeader(TraceParent.HEADER, header))
                .orElse(options);
    }

    Iterable<HttpHeader> headers() {
        return request.getHeaders();
    }

    /** Returns the type of the body without its parameters, in small letters. */
    String mediaType() {
        return request.entity().getContentType().mediaType().toString();
    }

    /** Throws unless the body has one of these types. */
    public void requireMediaType(String... known) {
        String given = mediaType();
        for (String type : known) {
            if (type.equals(given)) {
                return;
            }
        }
        throw Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type: " + given + " (expected: " + String.join(", ", known) + ")")
                .exception();
    }

    /** Reads the whole body; the stage fails if that is too large, or takes too long. */
    public CompletionStage<byte[]> body() {
        int limit = door.settings().limits().maxBodyBytes();
        var length = request.entity().getContentLengthOption();
        if (length.isPresent() && length.getAsLong() > limit) {
            return CompletableFuture.failedFuture(door.problems().tooLarge().exception());
        }
        bodyTaken = true;
        return request.entity()
                .withSizeLimit(limit)
                .toStrict(door.settings().times().body().toMillis(), limit, door.materializer())
                // Where there are few processors, thenApply of this kind of stage starts a thread each time.
                .thenApplyAsync(strict -> strict.getData().toArray(), Runnable::run);
    }

    /** Returns the request itself, for whoever answers it whole; takes its body. */
    public HttpRequest handedOver() {
        bodyTaken = true;
        return request;
    }

    /** What is left of the body is thrown away, so that the connection can be used again. */
    void finish() {
        if (!bodyTaken) {
            discard(request, door);
        }
    }

    static void discard(HttpRequest request, Door door) {
        request.entity()
                .withSizeLimit(door.settings().limits().maxBodyBytes())
                .getDataBytes()
                .completionTimeout(door.settings().times().body())
                .runWith(Sink.ignore(), door.materializer());
    }

    /** Says what is done if the client goes before it has its answer. */
    public void whenGone(Runnable action) {
        request.getAttribute(Connection.KEY).ifPresent(connection -> connection.whenGone(action));
    }
}
