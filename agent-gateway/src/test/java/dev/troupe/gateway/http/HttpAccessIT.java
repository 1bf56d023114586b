package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.PATIENCE;
import static dev.troupe.gateway.http.DoorFixture.entry;
import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAccessIT {
    private DoorFixture door = DoorFixture.start("", new TestAccess());

    @AfterEach
    void stop() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/agents/book/other/messages, WRITE",
        "POST, /v1/agents/book/other/requests, WRITE",
        "POST, /v1/agents/book/acme/messages, READ",
        "POST, /v1/agents/book/acme/requests, READ",
        "GET, /v1/agents/book, WRITE",
        "POST, /v1/topics/sold/other, WRITE",
        "POST, /v1/topics/sold/acme, READ",
        "GET, /v1/topics/sold/other/events, READ",
        "GET, /v1/topics/sold/acme/events, WRITE",
        "GET, /v1/subscriptions, READ",
        "POST, /v1/subscriptions, ADMIN",
        "DELETE, /v1/subscriptions, ADMIN",
        "GET, /v1/dead-letters, ADMIN",
        "DELETE, /v1/dead-letters, ADMIN",
        "GET, /v1/dead-letters/x, ADMIN",
        "DELETE, /v1/dead-letters/x, ADMIN",
        "POST, /v1/dead-letters/x/resend, ADMIN"
    })
    void deniesWhatATenantMayNotDoAndNamesNobodyWithoutAToken(String method, String path, String allowed) {
        var nobody = door.send(door.request(path).method(method, BodyPublishers.noBody()));
        var tenant = call(method, path, "acme:" + allowed);

        assertThat(problem(nobody)).isEqualTo("401 unauthenticated");
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"troupe\"");
        assertThat(problem(tenant)).isEqualTo("403 forbidden");
    }

    private HttpResponse<String> call(String method, String path, String token) {
        return door.send(
                door.request(path).header("Authorization", "Bearer " + token).method(method, BodyPublishers.noBody()));
    }

    @Test
    void refusesBeforeTheBodyIsRead() throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            write(
                    socket,
                    "POST /v1/agents/book/acme/messages HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Content-Length: 1000",
                    "",
                    "{");

            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);

            assertThat(status).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void keepsTheKeysOfTenantsApartAndHidesTheFatesOfOthers() {
        checkTenants();
    }

    @Test
    void doesSoWithAStoreToo() {
        door.close();
        door = DoorFixture.startDurable(new TestAccess());

        checkTenants();
    }

    private void checkTenants() {
        String mine = json(enter("acme")).path("messageId").asText();
        String theirs = json(enter("other")).path("messageId").asText();

        assertThat(mine).isNotEqualTo(theirs);
        assertThat(json(call("GET", "/v1/messages/" + mine, "acme:READ"))
                        .path("outcome")
                        .asText())
                .isEqualTo("PROCESSED");
        assertThat(problem(call("GET", "/v1/messages/" + theirs, "acme:READ"))).isEqualTo("404 unknown");
        assertThat(problem(call("GET", "/v1/messages/" + mine, "acme:WRITE"))).isEqualTo("403 forbidden");
    }

    private HttpResponse<String> enter(String tenant) {
        var sent = door.enter(tenant, 1, "Authorization", "Bearer " + tenant + ":WRITE", "Idempotency-Key", "same");
        assertThat(sent.statusCode()).isEqualTo(200);
        return sent;
    }

    @Test
    void cancelsTheRequestOfAClientThatGoes() throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort())) {
            write(
                    socket,
                    "POST /v1/agents/book/acme/requests?timeout=30s HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Authorization: Bearer acme:WRITE",
                    "Troupe-Message-Type: book.Wait",
                    "Content-Length: 2",
                    "",
                    "{}");
            await().atMost(PATIENCE).until(() -> door.door.requestsInWork() == 1);
        }

        await().atMost(PATIENCE.dividedBy(2)).until(() -> door.door.requestsInWork() == 0);
    }

    @Test
    void takesAKeyWithASlashAndNoDots() {
        String token = "root:WRITE";
        var slash = door.enter("a%2F..%2Fb", 1, "Authorization", "Bearer " + token);
        var raw = raw("POST /v1/agents/book/%2e%2e/messages HTTP/1.1", token);
        var twice = door.enter("a%252Fb", 1, "Authorization", "Bearer " + token);

        assertThat(slash.body()).contains("\"book/a/../b\"");
        assertThat(raw).startsWith("HTTP/1.1 400").contains("urn:troupe:problem:invalid");
        assertThat(twice.body()).contains("\"book/a%2Fb\"");
        assertThat(raw("GET /v1/messages/%00 HTTP/1.1", token)).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /v1/messages/%zz HTTP/1.1", token)).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /v1/messages/%c0%af HTTP/1.1", token)).startsWith("HTTP/1.1 400");
    }

    private String raw(String line, String token) {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String head = line + "\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + entry(1).length() + "\r\n\r\n"
                    + entry(1);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static void write(Socket socket, String... lines) throws IOException {
        socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
