package dev.troupe.gateway.http;

import dev.troupe.agent.TopicId;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.message.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Events as they are published, as server-sent events. Live, at most once, as {@code AgentRuntime.listen}. The data of each
 * is a CloudEvent. An event {@code troupe.missed} says that some are missing at this place; {@code troupe.too-slow} and
 * {@code troupe.closed} are the last of a stream, and the reader may come back with {@code Last-Event-ID}.
 */
final class EventRoutes {
    private static final String CONTENT_TYPE = "text/event-stream";
    private static final Pattern LAST_ID = Pattern.compile("([0-9a-f]{8})\\.(\\d{1,18})");

    /** Where a reader is. */
    private record Reader(long place, boolean first, boolean missedBefore, boolean ended) {
        static Reader at(long place, boolean missedBefore) {
            return new Reader(place, true, missedBefore, false);
        }

        Reader next(long newPlace) {
            return new Reader(newPlace, false, false, false);
        }

        Reader last() {
            return new Reader(place, false, false, true);
        }
    }

    private final HttpSettings settings;
    private final EventWindow window;

    EventRoutes(HttpSettings settings, EventWindow window) {
        this.settings = settings;
        this.window = window;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/topics/{type}/{source}/events", this::onRead)
                .producing(CONTENT_TYPE));
    }

    private CompletionStage<HttpResponse> onRead(Call call) {
        var topic = TopicId.of(call.variable("type"), call.variable("source"));
        call.require(Action.READ, new Resource.OfTopic(topic));
        if (window.isFull()) {
            throw Problem.of(
                            ProblemType.BUSY,
                            settings.streams().maxStreams() + " streams are open (expected: fewer, "
                                    + settings.section() + ".events.max-streams)")
                    .exception();
        }
        var start = start(call.header("Last-Event-ID"));
        return CompletableFuture.completedFuture(HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.parse(CONTENT_TYPE), stream(topic, start))));
    }

    /** A reader without a place begins with what is new; one of another window cannot know what it has missed. */
    private Reader start(Optional<String> lastId) {
        if (lastId.isEmpty()) {
            return Reader.at(window.latest(), false);
        }
        var id = LAST_ID.matcher(lastId.get());
        if (!id.matches()) {
            throw ProblemException.invalid("Last-Event-ID: '" + lastId.get() + "' (expected: an id of an event)");
        }
        return id.group(1).equals(window.name())
                ? Reader.at(Math.min(Long.parseLong(id.group(2)), window.latest()), false)
                : Reader.at(0, true);
    }

    /** A stream counts from when it is read, not from when it is answered: a client may be gone before. */
    private Source<ByteString, NotUsed> stream(TopicId topic, Reader start) {
        return Source.fromMaterializer((materializer, attributes) -> {
                    if (!window.enter(topic)) {
                        return Source.single(last("troupe.closed", "too many streams are open"));
                    }
                    return Source.unfoldAsync(start, reader -> next(topic, reader))
                            .watchTermination((nothing, done) -> {
                                done.whenComplete((end, error) -> window.leave(topic));
                                return nothing;
                            });
                })
                .mapMaterializedValue(nothing -> NotUsed.getInstance());
    }

    private CompletionStage<Optional<Pair<Reader, ByteString>>> next(TopicId topic, Reader reader) {
        if (reader.ended()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (reader.first()) {
            // What is sent at once tells the client that it is connected, and a proxy that this is a stream.
            String opening = ": events of " + topic.type() + "\n\n" + (reader.missedBefore() ? missed() : "");
            var begun = new Reader(reader.place(), false, reader.missedBefore(), false);
            if (reader.place() > 0 || reader.missedBefore()) {
                return resume(topic, begun, opening);
            }
            return element(begun.next(reader.place()), opening);
        }
        return window.after(topic, reader.place(), settings.streams().heartbeat())
                .thenApply(page -> Optional.of(continued(topic, reader, page)));
    }

    /** Says first what is missing since the place at which a reader comes back, then goes on with what is there. */
    private CompletionStage<Optional<Pair<Reader, ByteString>>> resume(TopicId topic, Reader reader, String opening) {
        var page = window.now(topic, reader.place());
        boolean say = page.missed() && !reader.missedBefore();
        return element(reader.next(page.latest()), opening + (say ? missed() : "") + written(page));
    }

    private Pair<Reader, ByteString> continued(TopicId topic, Reader reader, EventWindow.Page page) {
        if (window.isClosed()) {
            return Pair.create(reader.last(), last("troupe.closed", "the gateway closes"));
        }
        if (page.missed()) {
            return Pair.create(
                    reader.last(),
                    last(
                            "troupe.too-slow",
                            "events of " + topic + " went before they were read (expected: a faster "
                                    + "reader, or a larger " + settings.section() + ".events.window)"));
        }
        String text = page.events().isEmpty() ? ": nothing new\n\n" : written(page);
        return Pair.create(reader.next(page.latest()), ByteString.fromString(text));
    }

    private static CompletionStage<Optional<Pair<Reader, ByteString>>> element(Reader reader, String text) {
        return CompletableFuture.completedFuture(Optional.of(Pair.create(reader, ByteString.fromString(text))));
    }

    private static String missed() {
        return "event: troupe.missed\ndata: {\"detail\":\"events after Last-Event-ID are no longer here\"}\n\n";
    }

    private static ByteString last(String name, String detail) {
        return ByteString.fromString("event: " + name + "\ndata: " + Json.text(Map.of("detail", detail)) + "\n\n");
    }

    private String written(EventWindow.Page page) {
        var text = new StringBuilder();
        for (var kept : page.events()) {
            text.append("id: ").append(window.name()).append('.').append(kept.place());
            text.append("\nevent: ").append(kept.event().payload().type());
            text.append("\ndata: ").append(data(kept)).append("\n\n");
        }
        return text.toString();
    }

    /** The payload is put in as it is: a line break in JSON is never inside a text, so it may be a space as well. */
    private static String data(EventWindow.Kept kept) {
        var event = kept.event();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.messageId());
        attributes.put("type", event.topic().type());
        attributes.put("source", event.topic().source());
        attributes.put("datacontenttype", Answers.JSON);
        attributes.put("dataschema", event.payload().type());
        event.publisher().ifPresent(publisher -> attributes.put("publisher", publisher));
        String head = Json.text(attributes);
        String payload = event.payload().json().replace('\n', ' ').replace('\r', ' ');
        return head.substring(0, head.length() - 1) + ",\"data\":" + payload + "}";
    }
}
