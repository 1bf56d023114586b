package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.PATIENCE;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.gateway.access.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRoutesIT {
    private static final String SMALL = """
            troupe.gateway.http.events {
              max-streams = 8, topic-window = 5, heartbeat = 200ms
            }""";

    private final DoorFixture door = DoorFixture.start(SMALL, Access.open());

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void streamsEventsAsCloudEventsAndHeartbeatsBetween() throws Exception {
        try (var events = open("sold/a", null)) {
            publish("sold/b", 1);
            publish("sold/a", 2);

            var event = events.next();

            assertThat(event.get(1)).isEqualTo("event: shop.Sold");
            assertThat(event.get(2))
                    .startsWith("data: {\"specversion\":\"1.0\"")
                    .contains("\"source\":\"a\"")
                    .endsWith(",\"data\":{\"amount\":2}}");
            assertThat(events.nextBlock()).containsExactly(": nothing new");
        }
    }

    @Test
    void resumesAfterTheLastEventIdAndSaysIfSomethingIsMissing() throws Exception {
        String first;
        try (var events = open("sold/a", null)) {
            publish("sold/a", 1);
            first = events.id();
        }
        publish("sold/a", 2);
        publish("sold/a", 3);
        try (var events = open("sold/a", first)) {
            assertThat(events.next().get(2)).contains("\"amount\":2");
            assertThat(events.next().get(2)).contains("\"amount\":3");
        }
        for (int amount = 4; amount < 10; amount++) {
            publish("sold/a", amount);
        }
        try (var events = open("sold/a", first)) {
            assertThat(events.next().get(0)).isEqualTo("event: troupe.missed");
            assertThat(events.next().get(2)).contains("\"amount\":5");
        }
        try (var events = open("sold/a", "00000000.1")) {
            assertThat(events.next().get(0)).isEqualTo("event: troupe.missed");
        }
        assertThat(problem(door.send(door.request("/v1/topics/sold/a/events").header("Last-Event-ID", "x"))))
                .isEqualTo("400 invalid");
    }

    @Test
    void endsAReaderThatIsTooSlow() throws Exception {
        String big = "x".repeat(900_000);
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), door.door.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /v1/topics/big/a/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> door.door.streamsOpen() == 1);

            for (int number = 0; number < 40; number++) {
                assertThat(door.post("/v1/topics/big/a", "any.Text", "\"" + big + "\"")
                                .statusCode())
                        .isEqualTo(202);
            }

            String all = readUntil(socket.getInputStream(), "event: troupe.too-slow");
            assertThat(all).contains("event: troupe.too-slow").contains("big/a");
        }
        await().atMost(PATIENCE).until(() -> door.door.streamsOpen() == 0);
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var tail = new StringBuilder();
        byte[] bytes = new byte[1 << 16];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            tail.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            if (tail.indexOf(end) >= 0) {
                return tail.toString();
            }
            tail.delete(0, Math.max(0, tail.length() - 1000));
        }
        return tail.toString();
    }

    @Test
    void refusesMoreStreamsThanTheLimitAndLetsOthersInWhenOneEnds() throws Exception {
        List<Events> open = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            open.add(open("sold/a", null));
        }

        var another = door.get("/v1/topics/sold/a/events");

        assertThat(problem(another)).isEqualTo("503 busy");
        assertThat(door.door.streamsOpen()).isEqualTo(8);
        for (var events : open) {
            events.close();
        }
        await().atMost(PATIENCE).until(() -> door.door.streamsOpen() == 0);
    }

    private void publish(String topic, int amount) {
        assertThat(door.post("/v1/topics/" + topic, "shop.Sold", "{\"amount\":" + amount + "}")
                        .statusCode())
                .isEqualTo(202);
    }

    private Events open(String topic, String lastId) throws Exception {
        var request = door.request("/v1/topics/" + topic + "/events");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        var response = door.client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        var events = new Events(response.body());
        assertThat(events.nextBlock().get(0)).startsWith(": events of");
        return events;
    }

    /** Reads blocks of lines. */
    private static final class Events implements AutoCloseable {
        private final InputStream in;
        private final BufferedReader lines;

        Events(InputStream in) {
            this.in = in;
            this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        List<String> nextBlock() throws IOException {
            List<String> block = new ArrayList<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                block.add(line);
            }
            return block;
        }

        /** Returns the next that is no comment. */
        List<String> next() throws IOException {
            var block = nextBlock();
            while (!block.isEmpty() && block.get(0).startsWith(":")) {
                block = nextBlock();
            }
            return block;
        }

        String id() throws IOException {
            return next().get(0).substring("id: ".length());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
