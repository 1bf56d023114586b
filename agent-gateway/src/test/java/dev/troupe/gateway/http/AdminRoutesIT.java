package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.PATIENCE;
import static dev.troupe.gateway.http.DoorFixture.entry;
import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.gateway.access.Access;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    void pagesThroughAllDeadLettersWhileSomeArePurgedAndPurgesThemPageByPage() {
        door.close();
        door = DoorFixture.startDurable(Access.open());
        giveUp(1_100, 20);
        var before = ids("?limit=1000", page -> {});
        var gone = new HashSet<String>();

        var paged = ids("?limit=90", page -> {
            // The last one, behind which the next page begins, and one that is still to come.
            purge(page.get(page.size() - 1));
            int next = before.indexOf(page.get(page.size() - 1)) + 7;
            if (next < before.size()) {
                purge(before.get(next));
                gone.add(before.get(next));
            }
        });
        var last = door.get("/v1/dead-letters/" + before.get(1_119));
        var purged = json(door.send(door.request("/v1/dead-letters").DELETE()));
        var rest = json(door.send(
                door.request("/v1/dead-letters?after=" + purged.path("next").asText())
                        .DELETE()));

        assertThat(before).hasSize(1_120).doesNotHaveDuplicates();
        assertThat(before).filteredOn(id -> id.startsWith("m.")).hasSize(20);
        assertThat(gone).hasSizeGreaterThan(10);
        assertThat(paged)
                .containsExactlyElementsOf(
                        before.stream().filter(id -> !gone.contains(id)).toList());
        assertThat(last.statusCode())
                .as("one that was behind the first thousand")
                .isEqualTo(200);
        assertThat(purged.path("purged").asInt()).isEqualTo(1_000);
        assertThat(rest.path("purged").asInt()).isPositive();
        assertThat(rest.has("next")).isFalse();
        assertThat(ids("", page -> {})).isEmpty();
    }

    /** Sends messages that nobody understands: to a durable agent, stored ones, and among them some that are not. */
    private void giveUp(int stored, int inMemory) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int number = 0; number < stored + inMemory; number++) {
            boolean isStored = number % 50 != 0 || number / 50 >= inMemory;
            receipts.add(door.runtime
                    .send(
                            AgentId.of("book", "k" + number % 10),
                            new JsonPayload("book.Unknown", "{}"),
                            isStored ? SendOptions.DEFAULT.durable() : SendOptions.DEFAULT)
                    .toCompletableFuture());
        }
        receipts.forEach(receipt -> receipt.orTimeout(30, TimeUnit.SECONDS).join());
        var letters = door.runtime.deadLetters();
        await().atMost(PATIENCE).until(() -> letters.list().size() == inMemory);
        await().atMost(PATIENCE).until(() -> ids("?limit=1000", page -> {}).size() == stored + inMemory);
    }

    /** Returns the ids on all pages, and lets something be done after each. */
    private List<String> ids(String query, Consumer<List<String>> betweenPages) {
        List<String> all = new ArrayList<>();
        var page = json(door.get("/v1/dead-letters" + query));
        while (true) {
            List<String> ids = new ArrayList<>();
            page.path("deadLetters").forEach(letter -> ids.add(letter.path("id").asText()));
            all.addAll(ids);
            if (!page.has("next")) {
                return all;
            }
            betweenPages.accept(ids);
            page = json(door.get(
                    "/v1/dead-letters" + query + "&after=" + page.path("next").asText()));
        }
    }

    private void purge(String id) {
        assertThat(door.send(door.request("/v1/dead-letters/" + id).DELETE()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void refusesAPlaceAndALimitThatThereIsNot() {
        for (String after : List.of("x", "1.s.x", "1.m.dl-1.", "1.s.OTk6bQ", "99999999999999999999.s.MTptYS9i")) {
            var answer = door.get("/v1/dead-letters?after=" + after);

            assertThat(problem(answer)).isEqualTo("400 invalid");
            assertThat(answer.body()).contains("after: '" + after + "' (expected: ");
        }
        assertThat(problem(door.get("/v1/dead-letters?limit=1001"))).isEqualTo("400 invalid");
        assertThat(door.get("/v1/dead-letters?after=1.s.MTptYS9i").statusCode()).isEqualTo(200);
        for (String id : List.of("s.x", "s.OTk6bQ", "m.dl-1", "s.MTptYS9i", "x")) {
            assertThat(problem(door.get("/v1/dead-letters/" + id))).isEqualTo("404 unknown");
        }
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
