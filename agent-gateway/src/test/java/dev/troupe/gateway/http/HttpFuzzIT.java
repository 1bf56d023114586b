package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.gateway.access.Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sends what nobody should send. The door answers each with a problem or closes, and keeps nothing of it. */
class HttpFuzzIT {
    private static final int INPUTS = 12_000;
    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "get",
            "BREW",
            "P\0ST",
            "A".repeat(40));
    private static final List<String> PATHS = List.of(
            "/v1/agents/book/a/messages",
            "/v1/agents/book/a/messages?wait=settled",
            "/v1/agents/book/a/requests?timeout=1ms",
            "/v1/topics/sold/a",
            "/v1/topics/sold/a?wait=settled",
            "/v1/topics/sold/a/events",
            "/v1/messages/a",
            "/v1/subscriptions",
            "/v1/dead-letters?limit=2",
            "/v1/dead-letters/m.dl-1/resend",
            "/v1/agents/book",
            "/openapi.json");
    private static final String POSTED = "/v1/agents/book/a/.*|/v1/topics/sold/a(\\?.*)?|.*/resend|/v1/subscriptions";
    private static final List<String> PIECES = List.of(
            "..",
            "%2e%2e",
            "%2E%2E%2F",
            "%252F",
            "%00",
            "%",
            "%zz",
            "%c0%af",
            "%ff",
            "//",
            "a%2Fb",
            "\u00e9",
            " ",
            "\t",
            "#",
            "?",
            "&wait=",
            "?type=%0A",
            ";",
            "\\",
            "*",
            "http://x/",
            "%F0%9F%98%80",
            "x".repeat(9000),
            "{}",
            "<a>");
    private static final List<String> HEADERS = List.of(
            "Troupe-Message-Type: book.Enter",
            "Troupe-Message-Type: book.Total",
            "Troupe-Message-Type: book.Nothing",
            "Troupe-Message-Type: ",
            "Idempotency-Key: k",
            "Idempotency-Key: " + "k".repeat(300),
            "Accept: text/html",
            "Accept: ;;;,,,q=",
            "ce-specversion: 1.0",
            "ce-specversion: 9",
            "ce-type: sold",
            "ce-source: a",
            "ce-id: 1",
            "Expect: 100-continue",
            "Expect: nothing",
            "Authorization: Bearer x",
            "X: " + "y".repeat(9000),
            "Bad Header: x",
            ": x",
            "no colon",
            "Connection: close",
            "Connection: upgrade\r\nUpgrade: h2c",
            "Last-Event-ID: 1",
            "Content-Encoding: gzip",
            "Z: \u0001");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "text/plain",
            "application/json; charset=utf-16",
            "nonsense",
            "/");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "{\"amount\":1,\"text\":\"t\"}",
            "{\"amount\":1e999}",
            "{\"amount\":",
            "[[[[",
            "[".repeat(5000),
            "null",
            "\"x\"",
            "{\"specversion\":\"1.0\",\"type\":\"sold\",\"source\":\"a\",\"id\":\"1\",\"dataschema\":\"shop.Sold\",\"data\":{}}",
            "[{\"specversion\":\"1.0\",\"type\":\"sold\",\"source\":\"a\",\"id\":\"2\",\"data\":{\"amount\":1}}]",
            "{\"data\":{\"data\":[1,2",
            "{\"topicType\":\"a\"}",
            "\u00ff\u00fe\u0000",
            "1".repeat(5000),
            "{\"a\":1,\"a\":2}");

    private final long seed = Long.getLong("troupe.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> answers = new TreeMap<>();

    @Test
    void answersEverythingWithAProblemAndKeepsNothing() throws IOException {
        System.out.println("HttpFuzzIT seed: " + seed);
        String limits = "troupe.gateway.http { body-timeout = 100ms, max-request-timeout = 2s, max-wait = 2s,"
                + " idle-timeout = 4s }\npekko.loglevel = OFF";
        try (var door = DoorFixture.start(limits, Access.open())) {
            warmUp(door);
            int before = threads();
            long memory = usedMemory();

            for (int input = 0; input < INPUTS; input++) {
                send(door);
            }

            await().atMost(PATIENCE).until(() -> door.door.requestsInWork() == 0 && door.door.streamsOpen() == 0);
            System.out.println("HttpFuzzIT answers: " + answers);
            assertThat(answers.keySet()).noneMatch(status -> status.startsWith("5") && !status.matches("50[34]"));
            assertThat(answers).containsKeys("202", "400", "404", "405", "415", "422");
            assertThat(answers.get("408")).isGreaterThan(INPUTS / 200);
            assertThat(answers.get("413")).isGreaterThan(INPUTS / 100);
            assertThat(door.enter("after", 1).statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(HttpFuzzIT::threads, now -> now <= before + 20);
            await().atMost(PATIENCE).until(HttpFuzzIT::usedMemory, now -> now < memory + (100L << 20));
        }
    }

    private static void warmUp(DoorFixture door) {
        for (int number = 0; number < 50; number++) {
            door.enter("warm", 1);
            door.get("/openapi.json");
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Sends one input over a connection of its own, and counts the status of what comes back. */
    private void send(DoorFixture door) throws IOException {
        int kind = random.nextInt(100);
        boolean held = kind >= 1 && kind <= 3;
        byte[] input = held ? heldBack(kind > 1) : input();
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort())) {
            socket.setTcpNoDelay(true);
            boolean waits = kind > 0;
            socket.setSoTimeout(waits ? 10_000 : 20);
            int length = held ? input.length : truncated(input.length);
            write(socket.getOutputStream(), input, length, kind <= 12 ? 1 + random.nextInt(40) : length);
            if (waits && !held) {
                socket.shutdownOutput();
            }
            byte[] head = socket.getInputStream().readNBytes(12);
            String status = new String(head, StandardCharsets.ISO_8859_1);
            answers.merge(status.startsWith("HTTP/1.1 ") ? status.substring(9) : "closed", 1, Integer::sum);
        } catch (SocketTimeoutException e) {
            answers.merge("left", 1, Integer::sum);
        } catch (IOException e) {
            answers.merge("reset", 1, Integer::sum);
        }
    }

    /** Writes a piece at a time, each a packet of its own. */
    private static void write(OutputStream out, byte[] input, int length, int piece) throws IOException {
        for (int written = 0; written < length; written += piece) {
            out.write(input, written, Math.min(piece, length - written));
        }
    }

    /** A good request whose body is announced, and does not come: it is too large, or takes too long. */
    private byte[] heldBack(boolean tooLarge) {
        return bytes("POST " + pick(List.of(PATHS.get(0), PATHS.get(3))) + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + TYPES.get(0) + "\r\n" + HEADERS.get(0) + "\r\nContent-Length: "
                + (tooLarge ? 1_200_000 + random.nextInt(1_000_000) : 100 + random.nextInt(1000)) + "\r\n\r\n{");
    }

    private int truncated(int length) {
        return random.nextInt(10) == 0 ? random.nextInt(length) : length;
    }

    private byte[] input() {
        var text = new StringBuilder();
        boolean sound = random.nextInt(3) == 0;
        String path = path(sound);
        String fitting = path.matches(POSTED) ? "POST" : "GET";
        text.append(sound ? fitting : pick(METHODS)).append(' ').append(path);
        text.append(random.nextInt(40) == 0 ? " HTTP/9" : " HTTP/1.1").append("\r\n");
        text.append(random.nextInt(50) == 0 ? "" : "Host: x\r\n");
        String body = pick(BODIES);
        text.append("Content-Type: ").append(sound ? TYPES.get(0) : pick(TYPES)).append("\r\n");
        text.append(sound ? pick(HEADERS.subList(0, 2)) + "\r\n" : "");
        int headers = sound ? 0 : random.nextInt(6);
        for (int header = 0; header < headers; header++) {
            text.append(pick(HEADERS)).append("\r\n");
        }
        if (random.nextInt(200) == 0) {
            text.append("H: h\r\n".repeat(100));
        }
        return bytes(framed(text, body, sound));
    }

    private String path(boolean sound) {
        String path = pick(PATHS);
        if (sound) {
            return path;
        }
        int place = random.nextInt(path.length() + 1);
        return random.nextInt(3) == 0 ? path : path.substring(0, place) + pick(PIECES) + path.substring(place);
    }

    private StringBuilder framed(StringBuilder text, String body, boolean sound) {
        int length = body.length();
        switch (sound ? 0 : random.nextInt(8)) {
            case 1 ->
                text.append("Transfer-Encoding: chunked\r\n\r\n")
                        .append(Integer.toHexString(length))
                        .append("\r\n")
                        .append(body)
                        .append("\r\n0\r\n\r\n");
            case 2 -> text.append("Transfer-Encoding: chunked\r\n\r\nzz\r\n").append(body);
            case 3 ->
                text.append("Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n").append(body);
            case 4 ->
                text.append("Content-Length: ")
                        .append(length + 1 + random.nextInt(2_000_000))
                        .append("\r\n\r\n")
                        .append(body);
            case 5 ->
                text.append("Content-Length: ")
                        .append(pick(List.of("-1", "x", "99999999999999999999", "1, 2")))
                        .append("\r\n\r\n")
                        .append(body);
            case 6 ->
                text.append("Content-Length: ")
                        .append(length)
                        .append("\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .append(body);
            default ->
                text.append("Content-Length: ")
                        .append(length)
                        .append("\r\n\r\n")
                        .append(body);
        }
        return text;
    }

    private byte[] bytes(CharSequence text) {
        var bytes = new ByteArrayOutputStream();
        text.chars().forEach(bytes::write);
        byte[] all = bytes.toByteArray();
        if (random.nextInt(10) == 0) {
            all[random.nextInt(all.length)] = (byte) random.nextInt(256);
        }
        return all;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
