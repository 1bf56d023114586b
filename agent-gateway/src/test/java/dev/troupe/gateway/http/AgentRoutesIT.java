package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.entry;
import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.gateway.access.Access;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgentRoutesIT {
    private static DoorFixture door;

    @BeforeAll
    static void start() {
        door = DoorFixture.start();
    }

    @AfterAll
    static void stop() {
        door.close();
    }

    @Test
    void saysThatAMessageIsInMemoryOnlyWhereThereIsNoStore() {
        var sent = door.post("/v1/agents/book/a/messages", "book.Enter", entry(3));

        assertThat(sent.statusCode()).isEqualTo(202);
        assertThat(json(sent).path("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(sent.headers().firstValue("Location"))
                .contains("/v1/messages/" + json(sent).path("messageId").asText());
    }

    @Test
    void answersWithTheReceiptOfAMessageThatIsWaitedFor() {
        var sent = door.enter("b", 4);

        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(json(sent).path("outcome").asText()).isEqualTo("PROCESSED");
        assertThat(json(sent).path("receipts").path(0).path("recipient").asText())
                .isEqualTo("book/b");
        assertThat(door.total("b").path("amount").asInt()).isEqualTo(4);
    }

    @Test
    void refusesToKeepInMemoryWhatMustBeStored() {
        var sent = door.post("/v1/agents/book/a/messages?stored=required", "book.Enter", entry(3));

        assertThat(problem(sent)).isEqualTo("503 unavailable");
        assertThat(sent.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void storesAMessageWhereThereIsAStoreAndTellsItsEnd() {
        try (var stored = DoorFixture.startDurable(Access.open())) {
            var sent = stored.post("/v1/agents/book/a/messages", "book.Enter", entry(3));
            var ended = stored.enter("a", 4);

            assertThat(json(sent).path("outcome").asText()).isEqualTo("STORED");
            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(json(ended).path("outcome").asText()).isEqualTo("PROCESSED");
            assertThat(stored.total("a").path("amount").asInt()).isEqualTo(7);
        }
    }

    @Test
    void takesAMessageOncePerIdempotencyKey() {
        var first = door.enter("c", 5, "Idempotency-Key", "upload-1");
        var again = door.enter("c", 5, "Idempotency-Key", "upload-1");
        var other = door.enter("c", 6, "Idempotency-Key", "upload-1");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(problem(other)).isEqualTo("409 conflict");
        assertThat(door.total("c").path("entries").asInt()).isEqualTo(1);
    }

    @Test
    void answersARequest() {
        var answer = door.post("/v1/agents/book/d/requests?type=book.Total", "book.Total", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Troupe-Message-Type")).contains("book.Sum");
        assertThat(answer.body()).isEqualTo("{\"amount\":0,\"entries\":0}");
    }

    @Test
    void refusesAnIdempotencyKeyForARequestSinceItCouldNotHold() {
        var asked = door.post("/v1/agents/book/d/requests", "book.Total", "{}", "Idempotency-Key", "k");

        assertThat(problem(asked)).isEqualTo("400 invalid");
        assertThat(json(asked).path("detail").asText()).startsWith("Idempotency-Key of a request (expected: none;");
    }

    @Test
    void saysWhyARequestHasNoAnswer() {
        String requests = "/v1/agents/book/d/requests";

        assertThat(problem(door.post(requests, "book.Refuse", "{\"why\":\"no\"}")))
                .isEqualTo("422 rejected");
        assertThat(problem(door.post(requests + "?timeout=50ms", "book.Wait", "{}")))
                .isEqualTo("504 timeout");
        assertThat(problem(door.post(requests, "book.Enter", entry(1)))).isEqualTo("422 unhandled");
        assertThat(problem(door.post(requests + "?timeout=2h", "book.Wait", "{}")))
                .isEqualTo("400 invalid");
        assertThat(problem(door.post(requests + "?timeout=31s", "book.Wait", "{}")))
                .isEqualTo("400 invalid");
    }

    @Test
    void namesTheKnownTypesForOneThatIsNot() {
        var sent = door.post("/v1/agents/books/a/messages", "book.Enter", entry(1));

        assertThat(problem(sent)).isEqualTo("404 unknown");
        assertThat(json(sent).path("known").toString()).isEqualTo("[\"book\"]");
        assertThat(problem(door.post("/v1/agents/troupe.stored-sends/0/messages", "book.Enter", entry(1))))
                .isEqualTo("404 unknown");
    }

    @Test
    void refusesWhatTheAgentCouldNotRead() {
        String messages = "/v1/agents/book/e/messages";

        assertThat(problem(door.post(messages, "book.Enter", "{\"amount\":\"many\"}")))
                .isEqualTo("422 unreadable");
        assertThat(problem(door.post(messages, "book.Nothing", "{}"))).isEqualTo("422 unhandled");
        assertThat(problem(door.post(messages, "book.Enter", "{"))).isEqualTo("400 invalid");
        assertThat(problem(door.post(messages, "book.Enter", ""))).isEqualTo("400 invalid");
        assertThat(problem(door.post(messages + "?wait=forever", "book.Enter", entry(1))))
                .isEqualTo("400 invalid");
        assertThat(problem(door.post(messages + "?type=book.Sum", "book.Enter", entry(1))))
                .isEqualTo("400 invalid");
    }
}
