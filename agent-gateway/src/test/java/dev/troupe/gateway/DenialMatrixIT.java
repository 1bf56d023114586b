package dev.troupe.gateway;

import static dev.troupe.gateway.DenialMatrix.CALLERS;
import static dev.troupe.gateway.DenialMatrix.RIGHT;
import static dev.troupe.gateway.DenialMatrix.WRITER;
import static dev.troupe.gateway.DenialMatrix.denial;
import static dev.troupe.gateway.DenialMatrix.leak;
import static dev.troupe.gateway.DenialMatrix.permits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.gateway.GuardedGateway.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint of HTTP by everybody who might call: it is served or denied, and each denial is in the log. */
class DenialMatrixIT {
    private static final String ENTRY = "{\"amount\":1,\"text\":\"t\"}";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /**
     * An endpoint.
     *
     * @param right that it takes, as the log says it; empty for none but to be known
     * @param path makes what it needs, and returns where that is
     */
    private record Row(String endpoint, String right, int served, String body, PathMaker path) {
        static Row of(String endpoint, String right, int served, String body, String path) {
            return new Row(endpoint, right, served, body, () -> path);
        }

        String method() {
            return endpoint.substring(0, endpoint.indexOf(' '));
        }

        @Override
        public String toString() {
            return endpoint;
        }
    }

    @FunctionalInterface
    private interface PathMaker {
        String make();
    }

    private static final String WRITE_AGENT = "WRITE agent book/acme";
    private static final String SUBSCRIPTIONS = "ADMIN subscriptions";
    private static final String DEAD_LETTERS = "ADMIN dead letters";

    private static final List<Row> ROWS = List.of(
            Row.of(
                    "POST /v1/agents/{type}/{key}/messages",
                    WRITE_AGENT,
                    200,
                    ENTRY,
                    "/v1/agents/book/acme/messages?wait=settled&type=book.Enter"),
            Row.of(
                    "POST /v1/agents/{type}/{key}/requests",
                    WRITE_AGENT,
                    200,
                    "{}",
                    "/v1/agents/book/acme/requests?type=book.Total"),
            Row.of(
                    "POST /v1/topics/{type}/{source}",
                    "WRITE topic sold/acme",
                    200,
                    "{\"amount\":1}",
                    "/v1/topics/sold/acme?wait=settled&type=shop.Sold"),
            Row.of(
                    "GET /v1/topics/{type}/{source}/events",
                    "READ topic sold/acme",
                    200,
                    "",
                    "/v1/topics/sold/acme/events"),
            new Row("GET /v1/messages/{id}", "READ agent book/acme", 200, "", DenialMatrixIT::messageOfTheWriter),
            Row.of("GET /v1/subscriptions", "READ subscriptions", 200, "", "/v1/subscriptions"),
            new Row(
                    "POST /v1/subscriptions",
                    SUBSCRIPTIONS,
                    201,
                    "{\"topicType\":\"added\",\"agentType\":\"book\"}",
                    () -> without("added")),
            new Row("DELETE /v1/subscriptions", SUBSCRIPTIONS, 204, "", DenialMatrixIT::subscription),
            Row.of("GET /v1/dead-letters", DEAD_LETTERS, 200, "", "/v1/dead-letters"),
            Row.of("DELETE /v1/dead-letters", DEAD_LETTERS, 200, "", "/v1/dead-letters"),
            new Row("GET /v1/dead-letters/{id}", DEAD_LETTERS, 200, "", DenialMatrixIT::deadLetter),
            new Row("DELETE /v1/dead-letters/{id}", DEAD_LETTERS, 204, "", DenialMatrixIT::deadLetter),
            new Row("POST /v1/dead-letters/{id}/resend", DEAD_LETTERS, 202, "", () -> deadLetter() + "/resend"),
            Row.of("GET /v1/agents/{type}", "READ agent type book", 200, "", "/v1/agents/book"),
            Row.of("GET /openapi.json", "", 200, "", "/openapi.json"),
            Row.of("GET /asyncapi.json", "", 200, "", "/asyncapi.json"));

    @TempDir
    private static Path directory;

    private static GuardedGateway door;

    @BeforeAll
    static void open() throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), TestCaller.SECRET);
        door = GuardedGateway.open(GuardedGateway.tokensFile(directory.resolve("tokens"), DenialMatrix.IN_FILE)
                + "auth.jwt.secret-file = " + GuardedGateway.quoted(secret));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void hasARowForEachEndpoint() {
        assertThat(ROWS)
                .extracting(Row::endpoint)
                .containsExactlyInAnyOrderElementsOf(door.gateway.http().endpoints());
    }

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        ROWS.forEach(row -> CALLERS.forEach(caller -> cases.add(Arguments.of(row, caller))));
        return cases;
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("cases")
    void servesWhoMayAndDeniesWithALineInTheLog(Row row, TestCaller caller) {
        String path = row.path().make();
        int entries = entries();
        int logged = door.log(0).size();

        var answer = call(caller, row.method(), path, row.body());

        int expected = expected(row, caller);
        assertThat(answer.status()).as(answer.body()).isEqualTo(expected);
        var log = door.log(logged).stream()
                .filter(line -> line.contains("Denied: "))
                .toList();
        switch (expected) {
            case 401 -> assertThat(log).singleElement().asString().startsWith("WARN Denied: somebody not known: ");
            case 403 -> assertThat(log).containsExactly(denial(caller, row.right()));
            default -> assertThat(log).isEmpty();
        }
        if (expected > 400) {
            assertThat(answer.body()).contains("\"status\":" + expected);
            assertThat(entries()).isEqualTo(entries);
        }
        assertThat(leak(door.log(logged))).isEmpty();
    }

    /** What became of a message is not told to strangers: for them it does not exist. */
    private static int expected(Row row, TestCaller caller) {
        if (!caller.known()) {
            return 401;
        }
        if (permits(caller, row.right())) {
            return row.served();
        }
        return row.endpoint().equals("GET /v1/messages/{id}")
                        && !caller.tenant().equals(WRITER.tenant())
                ? 404
                : 403;
    }

    @Test
    void takesAMessageOfTwoTokensOfOneTenantOnce() {
        int before = entries();
        String path = "/v1/agents/book/acme/messages?wait=settled&type=book.Enter";
        var first = sendWithKey(WRITER, path, "one-for-both");
        var again = sendWithKey(DenialMatrix.SIGNED, path, "one-for-both");
        var ofAnother = sendWithKey(RIGHT, path, "one-for-both");

        String id = first.json().path("messageId").asText();
        assertThat(again).isEqualTo(first);
        assertThat(ofAnother.json().path("messageId").asText()).isNotEqualTo(id);
        assertThat(entries()).isEqualTo(before + 2);
        assertThat(call(DenialMatrix.SIGNED, "GET", "/v1/messages/" + id, "").status())
                .isEqualTo(200);
    }

    private static Answer sendWithKey(TestCaller caller, String path, String key) {
        var answer = door.send(door.request(caller, "POST", path, ENTRY).header("Idempotency-Key", key));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static Answer call(TestCaller caller, String method, String path, String body) {
        return door.send(door.request(caller, method, path, body));
    }

    private static int entries() {
        return call(RIGHT, "POST", "/v1/agents/book/acme/requests?type=book.Total", "{}")
                .json()
                .path("entries")
                .asInt();
    }

    private static String messageOfTheWriter() {
        var sent = call(WRITER, "POST", "/v1/agents/book/acme/messages?wait=settled&type=book.Enter", ENTRY);
        return "/v1/messages/" + sent.json().path("messageId").asText();
    }

    private static String without(String topicType) {
        call(RIGHT, "DELETE", "/v1/subscriptions?agentType=book&topicType=" + topicType, "");
        return "/v1/subscriptions";
    }

    private static String subscription() {
        String topicType = "removed" + NUMBER.incrementAndGet();
        String added = "{\"agentType\":\"book\",\"topicType\":\"" + topicType + "\"}";
        assertThat(call(RIGHT, "POST", "/v1/subscriptions", added).status()).isEqualTo(201);
        return "/v1/subscriptions?agentType=book&topicType=" + topicType;
    }

    private static String deadLetter() {
        call(RIGHT, "POST", "/v1/agents/book/acme/messages?wait=settled&type=book.Fail", "{}");
        var letters = call(RIGHT, "GET", "/v1/dead-letters?limit=1", "").json();
        return "/v1/dead-letters/"
                + letters.path("deadLetters").path(0).path("id").asText();
    }
}
