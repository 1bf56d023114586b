package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import dev.troupe.node.RunningNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.function.Function;

/** Sends over HTTP: to a gateway that has the agents, and to a bare server that reads the body and answers 202. */
final class HttpHosts implements Resource {
    private static final int KEYS = 100;
    private static final int ACCEPTED = 202;

    /** What came of a load; the time in microseconds. */
    record Figures(double perSecond, double p99) {}

    private final ActorSystem bareSystem;
    private final ServerBinding bare;
    private final RunningNode node;
    /** One for all: a new one each time would be most of what is measured. It has as many connections as requests. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpHosts(ActorSystem bareSystem, ServerBinding bare, RunningNode node) {
        this.bareSystem = bareSystem;
        this.bare = bare;
        this.node = node;
    }

    static HttpHosts start(Load warmUp) throws Exception {
        var node = RunningNode.start(
                ConfigFactory.parseString(
                        "troupe { cluster { port = 0, roles = [gateway, " + SinkAgent.ROLE
                                + "] }, gateway { grpc.port = 0, http.port = 0 }, management.enabled = off }\npekko.loglevel = WARNING"),
                List.of(SinkAgent.definition()));
        var system = ActorSystem.create(
                "bare",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
        Function<
                        org.apache.pekko.http.javadsl.model.HttpRequest,
                        CompletionStage<org.apache.pekko.http.javadsl.model.HttpResponse>>
                answer = request -> request.toStrict(1_000, system)
                .thenApplyAsync(
                        read -> org.apache.pekko.http.javadsl.model.HttpResponse.create()
                                .withStatus(StatusCodes.ACCEPTED),
                        Runnable::run); // thenApply of this kind of stage may start a thread each time
        var binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(answer)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        var hosts = new HttpHosts(system, binding, node);
        hosts.bare(warmUp);
        hosts.troupe(warmUp);
        return hosts;
    }

    Figures bare(Load load) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + bare.localAddress().getPort() + "/");
        return send(load, number -> uri);
    }

    Figures troupe(Load load) throws Exception {
        String start = node.gateway().orElseThrow().uri() + "/v1/agents/sink/";
        return send(load, number -> URI.create(start + "key-" + number % KEYS + "/messages?type=sink.Put"));
    }

    /** Each thread has one request under way. */
    private Figures send(Load load, IntFunction<URI> uri) throws Exception {
        var body = HttpRequest.BodyPublishers.ofByteArray(
                ("{\"text\":\"" + load.text() + "\"}").getBytes(StandardCharsets.UTF_8));
        var threads = Executors.newFixedThreadPool(load.outstanding());
        long start = System.nanoTime();
        try {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int thread = 0; thread < load.outstanding(); thread++) {
                running.add(threads.submit(() -> sendOneByOne(load.time(), body, uri)));
            }
            List<Double> micros = new ArrayList<>();
            for (var each : running) {
                micros.addAll(each.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Figures(micros.size() / seconds, Spread.percentile(micros, 99));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> sendOneByOne(Duration time, HttpRequest.BodyPublisher body, IntFunction<URI> uri)
            throws IOException, InterruptedException, ExecutionException {
        List<Double> micros = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        for (int number = 0; System.nanoTime() < end; number++) {
            var request = HttpRequest.newBuilder(uri.apply(number))
                    .header("Content-Type", "application/json")
                    .POST(body)
                    .build();
            long start = System.nanoTime();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            micros.add((System.nanoTime() - start) / 1e3);
            if (response.statusCode() != ACCEPTED) {
                throw new IOException("answer " + response.statusCode() + ": " + response.body());
            }
        }
        return micros;
    }

    @Override
    public void close() {
        node.close();
        bareSystem.terminate();
    }
}
