package dev.troupe.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Says what it is told to, one answer after the other, each after a time: what a healthy node does not do when asked to. */
final class StubNode implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<String> answers;
    private final Duration delay;
    private final HttpServer server;

    private StubNode(Duration delay, List<String> answers) throws IOException {
        this.delay = delay;
        this.answers = new ConcurrentLinkedQueue<>(answers);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param answers in JSON */
    static StubNode answering(Duration delay, String... answers) throws IOException {
        return new StubNode(delay, List.of(answers));
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            String answer = answers.poll();
            byte[] body =
                    (answer == null ? "{\"detail\":\"no further answer\"}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
