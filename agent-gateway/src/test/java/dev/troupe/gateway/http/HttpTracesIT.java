package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.engine.trace.TracedTurn;
import dev.troupe.message.TraceParent;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A caller's trace goes on in what it sends, asks and publishes. */
class HttpTracesIT {
    private static final String PARENT = "00f067aa0ba902b7";

    private static FlightRecorder recorder;
    private static DoorFixture door;

    @BeforeAll
    static void start() {
        door = DoorFixture.start();
        recorder = new FlightRecorder("n1:1", 100, Clock.systemUTC());
        door.runtime.listen(recorder);
    }

    @AfterAll
    static void stop() {
        door.close();
    }

    private static String header(String trace) {
        return "00-" + trace + "-" + PARENT + "-01";
    }

    private static void isBelowTheCaller(String trace, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(recorder.ofTraces(List.of(trace), 10)).singleElement().satisfies(turn -> {
            assertThat(turn.parent()).isEqualTo(PARENT);
            assertThat(turn.recipient().type()).isEqualTo("book");
        });
    }

    @Test
    void inAMessage() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4731";

        isBelowTheCaller(trace, door.enter("a", 1, TraceParent.HEADER, header(trace)));
    }

    @Test
    void inARequest() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4732";

        isBelowTheCaller(
                trace, door.post("/v1/agents/book/b/requests", "book.Total", "{}", TraceParent.HEADER, header(trace)));
    }

    @Test
    void inAnEvent() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4733";

        isBelowTheCaller(
                trace,
                door.post(
                        "/v1/topics/sold/c?wait=settled",
                        "shop.Sold",
                        "{\"amount\":7}",
                        TraceParent.HEADER,
                        header(trace)));
    }

    @Test
    void inACloudEvent() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4734";

        isBelowTheCaller(
                trace,
                door.send(door.request("/v1/topics/sold/d?wait=settled")
                        .header("Content-Type", "application/json")
                        .header(TraceParent.HEADER, header(trace))
                        .headers("ce-specversion", "1.0", "ce-type", "sold", "ce-source", "d", "ce-id", "1")
                        .header("ce-dataschema", "shop.Sold")
                        .POST(BodyPublishers.ofString("{\"amount\":7}"))));
    }

    @Test
    void takesNoHeaderThatItCannotRead() {
        var answer = door.post(
                "/v1/agents/book/e/messages?wait=settled", "book.Enter", entry(1), TraceParent.HEADER, "00-1");
        String id = DoorFixture.json(answer).path("messageId").asText();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(recorder.about(id, 10))
                .singleElement()
                .extracting(TracedTurn::trace)
                .isEqualTo(TraceParent.root(id).traceId());
    }
}
