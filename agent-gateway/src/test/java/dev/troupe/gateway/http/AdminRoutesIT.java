package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.entry;
import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.gateway.access.Access;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminRoutesIT {
    private DoorFixture door = DoorFixture.start();

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void listsAddsAndRemovesSubscriptions() {
        String written = "{\"topicTypePrefix\":\"s\",\"agentType\":\"book\"}";

        var added = door.post("/v1/subscriptions", "", written);
        var again = door.post("/v1/subscriptions", "", written);
        var listed = door.get("/v1/subscriptions");
        var removed = door.send(door.request("/v1/subscriptions?topicTypePrefix=s&agentType=book")
                .DELETE());
        var unknown = door.send(door.request("/v1/subscriptions?topicTypePrefix=s&agentType=book")
                .DELETE());
        var wrong = door.post("/v1/subscriptions", "", "{\"agentType\":\"book\"}");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body()).isEqualTo(written);
        assertThat(problem(again)).isEqualTo("409 conflict");
        assertThat(json(listed).path("subscriptions").toString())
                .contains(written, "{\"topicType\":\"sold\",\"agentType\":\"book\"}");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(problem(unknown)).isEqualTo("404 unknown");
        assertThat(problem(wrong)).isEqualTo("400 invalid");
    }

    @Test
    void tellsTheFateOfAMessageInMemory() {
        String id = json(door.enter("a", 1)).path("messageId").asText();

        var fate = door.get("/v1/messages/" + id);

        assertThat(json(fate).path("outcome").asText()).isEqualTo("PROCESSED");
        assertThat(problem(door.get("/v1/messages/" + id + "x"))).isEqualTo("404 unknown");
    }

    @Test
    void listsDeadLettersPageByPageShowsOneSendsItAgainAndPurges() {
        deadLetters();
    }

    @Test
    void doesTheSameWithDeadLettersThatAreStored() {
        door.close();
        door = DoorFixture.startDurable(Access.open());

        deadLetters();
    }

    private void deadLetters() {
        for (int number = 0; number < 3; number++) {
            var refused =
                    door.post("/v1/agents/book/a/messages?wait=settled", "book.Fail", "{\"number\":" + number + "}");
            assertThat(problem(refused)).isEqualTo("500 handler-error");
        }

        var first = json(door.get("/v1/dead-letters?limit=2"));
        var second = json(
                door.get("/v1/dead-letters?limit=2&after=" + first.path("next").asText()));
        String id = first.path("deadLetters").path(0).path("id").asText();
        var shown = json(door.get("/v1/dead-letters/" + id));
        var sentAgain =
                door.send(door.request("/v1/dead-letters/" + id + "/resend").POST(BodyPublishers.noBody()));
        String other = second.path("deadLetters").path(0).path("id").asText();
        var purged = door.send(door.request("/v1/dead-letters/" + other).DELETE());
        var gone = door.send(door.request("/v1/dead-letters/" + other).DELETE());

        assertThat(first.path("deadLetters")).hasSize(2);
        assertThat(second.path("deadLetters")).hasSize(1);
        assertThat(second.has("next")).isFalse();
        assertThat(shown.path("payload").toString()).isEqualTo("{\"number\":0}");
        assertThat(shown.path("letter").path("failure").path("kind").asText()).isEqualTo("HANDLER_ERROR");
        assertThat(sentAgain.statusCode()).isEqualTo(202);
        assertThat(purged.statusCode()).isEqualTo(204);
        assertThat(problem(gone)).isEqualTo("404 unknown");
        assertThat(json(door.send(door.request("/v1/dead-letters").DELETE()))
                        .path("purged")
                        .asInt())
                .isPositive();
    }

    @Test
    void saysWhatAPathAMethodAndAnAcceptHeaderMayBe() {
        var method = door.send(door.request("/v1/agents/book/a/messages").DELETE());
        var accept = door.send(door.request("/v1/subscriptions").header("Accept", "text/html, image/*;q=0.8"));
        var type = door.send(door.request("/v1/agents/book/a/messages")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(entry(1))));

        assertThat(problem(method)).isEqualTo("405 method-not-allowed");
        assertThat(method.headers().firstValue("Allow")).contains("POST");
        assertThat(problem(accept)).isEqualTo("406 not-acceptable");
        assertThat(problem(type)).isEqualTo("415 unsupported-media-type");
        assertThat(problem(door.get("/v2"))).isEqualTo("404 unknown");
        assertThat(problem(door.get("/"))).isEqualTo("404 unknown");
    }

    @Test
    void refusesABodyOverTheLimitWithAndWithoutItsLength() {
        String large = "\"" + "x".repeat(1_200_000) + "\"";
        var declared = door.post("/v1/topics/sold/a", "shop.Sold", large);
        var chunked = door.send(door.request("/v1/topics/sold/a?type=shop.Sold")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        var overPayload = door.post("/v1/topics/sold/a", "shop.Sold", "\"" + "x".repeat(1_050_000) + "\"");

        assertThat(problem(declared)).isEqualTo("413 too-large");
        assertThat(problem(chunked)).isEqualTo("413 too-large");
        assertThat(problem(overPayload)).isEqualTo("413 too-large");
    }
}
