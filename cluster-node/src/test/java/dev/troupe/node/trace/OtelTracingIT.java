package dev.troupe.node.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.troupe.node.RunningNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that sends its spans to a receiver in this JVM. */
class OtelTracingIT {
    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

    @Test
    void sendsASpanForEachTurn() throws Exception {
        var receiver = receiver();
        String config = "troupe { cluster.port = 0, management.enabled = off, store.kind = none, trace.otlp {"
                + " enabled = on, delay = 100ms, endpoint = \"http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/v1/traces\" } }";
        try (var node = RunningNode.start(ConfigFactory.parseString(config), List.of(HopAgent.definition()))) {
            node.runtime()
                    .ask(HopAgent.TYPE.ref("a"), new HopAgent.Ask(List.of("b")), Duration.ofSeconds(60))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(String.join("", received)).contains("/v1/traces", "turn hop", "hop/a", "hop/b"));
        } finally {
            receiver.stop(0);
        }
    }

    private HttpServer receiver() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            // Texts stand in the encoded form as they are.
            received.add(exchange.getRequestURI().getPath()
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
