package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.PATIENCE;
import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.gateway.access.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a caller hears at each limit, and that the door goes on behind it. */
class HttpLimitsIT {
    private static final String SHORT_WAITS = "troupe.gateway.http { max-wait = 2s, request-timeout = 1s,"
            + " max-request-timeout = 1s, idle-timeout = 4s }\ntroupe.agents.stop-timeout = 1s";
    private static final String GET = "GET /v1/subscriptions HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void waitsForAllOfABatchNoLongerThanForOne() {
        try (var door = DoorFixture.start(SHORT_WAITS, Access.open())) {
            assertAnswersInTime(door, "ACCEPTED");
        }
    }

    @Test
    void storesAllOfABatchWhoseFirstEventTakesLong() {
        try (var door = DoorFixture.startDurable(SHORT_WAITS, Access.open())) {
            assertAnswersInTime(door, "STORED");
        }
    }

    private static void assertAnswersInTime(DoorFixture door, String outcome) {
        String batch = IntStream.range(0, 5)
                .mapToObj(number -> "{\"specversion\":\"1.0\",\"type\":\"sold\",\"source\":\"s\",\"id\":\"" + number
                        + "\",\"dataschema\":\"shop.Sold\",\"data\":{\"amount\":-1}}")
                .collect(Collectors.joining(",", "[", "]"));

        var answer = door.send(door.request("/v1/topics/sold/s?wait=settled")
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString(batch)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).path("results"))
                .hasSize(5)
                .allSatisfy(
                        result -> assertThat(result.path("outcome").asText()).isEqualTo(outcome));
    }

    @Test
    void answers429WithRetryAfterToWhoSendsMoreThanMayBePending() {
        String settings = "troupe.delivery.max-pending = 2\ntroupe.agents.retry.max-attempts = 1000\n"
                + "troupe.gateway.http.retry-after = 7s";
        try (var door = DoorFixture.start(settings, Access.open())) {
            String stuck = "/v1/agents/book/stuck/messages"; // fails, and is tried again and again
            assertThat(door.post(stuck, "book.Fail", "{}").statusCode()).isEqualTo(202);
            assertThat(door.post(stuck, "book.Fail", "{}").statusCode()).isEqualTo(202);

            var third = door.post(stuck, "book.Fail", "{}", "Idempotency-Key", "third");
            var again = door.post(stuck, "book.Fail", "{}", "Idempotency-Key", "third");

            assertThat(problem(third)).isEqualTo("429 overloaded");
            assertThat(third.headers().firstValue("Retry-After")).contains("7");
            assertThat(json(third).path("detail").asText()).contains("troupe.delivery.max-pending");
            assertThat(problem(again)).isEqualTo("429 overloaded");
            assertThat(door.enter("other", 1).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answers503WithRetryAfterToWhoIsOneRequestTooMany() {
        try (var door = DoorFixture.start("troupe.gateway.http.max-requests = 1", Access.open())) {
            var waiting = CompletableFuture.supplyAsync(
                    () -> door.post("/v1/agents/book/a/requests?timeout=2s", "book.Wait", "{}"));
            await().atMost(PATIENCE).until(() -> door.door.requestsInWork() == 1);

            var second = door.get("/v1/subscriptions");

            assertThat(problem(second)).isEqualTo("503 busy");
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(json(second).path("detail").asText()).contains("troupe.gateway.http.max-requests");
            assertThat(problem(waiting.join())).isEqualTo("504 timeout");
            assertThat(door.get("/v1/subscriptions").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersWhatIsInWorkAndNothingMoreOnceItLeaves() {
        try (var door = DoorFixture.start()) {
            var waiting = CompletableFuture.supplyAsync(
                    () -> door.post("/v1/agents/book/a/requests?timeout=2s", "book.Wait", "{}"));
            await().atMost(PATIENCE).until(() -> door.door.requestsInWork() == 1);
            door.get("/v1/subscriptions"); // leaves a connection that is open

            door.door.leave();
            var second = door.get("/v1/subscriptions");

            assertThat(problem(second)).isEqualTo("503 unavailable");
            assertThat(json(second).path("detail").asText()).contains("leaves its cluster");
            assertThat(problem(waiting.join())).isEqualTo("504 timeout");
        }
    }

    @Test
    void letsAConnectionWaitWhileThereAreTooMany() throws IOException {
        try (var door = DoorFixture.start("troupe.gateway.http.max-connections = 2", Access.open());
                var second = connect(door)) {
            var first = connect(door);
            assertThat(status(first, GET)).isEqualTo("HTTP/1.1 200");
            assertThat(status(second, GET)).isEqualTo("HTTP/1.1 200");
            try (var third = connect(door)) {
                third.setSoTimeout(500);
                assertThatThrownBy(() -> status(third, GET)).isInstanceOf(SocketTimeoutException.class);
                first.close();
                third.setSoTimeout((int) PATIENCE.toMillis());

                assertThat(status(third, "")).isEqualTo("HTTP/1.1 200");
            }
        }
    }

    @Test
    void answers408ToABodyThatDrips() throws IOException {
        try (var door = DoorFixture.start("troupe.gateway.http.body-timeout = 500ms", Access.open());
                var socket = connect(door)) {
            write(
                    socket,
                    String.join(
                            "\r\n",
                            "POST /v1/topics/sold/a?type=shop.Sold HTTP/1.1",
                            "Host: x",
                            "Content-Type: application/json",
                            "Content-Length: 100000",
                            "",
                            ""));

            String answer = drip(socket, 50);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("urn:troupe:problem:body-timeout");
            assertThat(door.door.requestsInWork()).isZero();
        }
    }

    /** Writes a byte whenever nothing has come for so long, and returns what comes first. */
    private static String drip(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                byte[] answer = new byte[2000];
                int length = socket.getInputStream().read(answer);
                return new String(answer, 0, Math.max(length, 0), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                write(socket, " ");
            }
        }
        throw new AssertionError("no answer to a body that drips");
    }

    private static Socket connect(DoorFixture door) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String status(Socket socket, String request) throws IOException {
        write(socket, request);
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
