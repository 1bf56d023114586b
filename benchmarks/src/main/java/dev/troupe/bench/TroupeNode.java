package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.ClusterRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Ours: {@code AgentRuntime.send} and {@code ask}. A receipt is an acknowledgement. */
final class TroupeNode implements AutoCloseable {
    private final ClusterRuntime runtime;

    /** @param join a node to join, or null to be the first; only nodes with {@code hosts} host agents */
    TroupeNode(@Nullable String join, boolean hosts) {
        var config = "troupe.cluster { port = 0, join = [" + (join == null ? "" : '"' + join + '"') + "], roles = ["
                + (hosts ? "host" : "") + "] }\ntroupe.agents.active-limit = 1000000\npekko.loglevel = WARNING";
        runtime = ClusterRuntime.start(ConfigFactory.parseString(config), List.of(SinkAgent.definition()));
    }

    String address() {
        return runtime.address();
    }

    /** Returns acknowledged messages per second. */
    double send(Load load) throws InterruptedException {
        var put = new SinkAgent.Put("x".repeat(load.bytes()));
        var free = new Semaphore(load.outstanding());
        long start = System.nanoTime();
        for (int message = 0; message < load.messages(); message++) {
            free.acquire();
            runtime.send(SinkAgent.TYPE.ref("agent-" + message % load.agents()), put)
                    .whenComplete((receipt, thrown) -> {
                        if (thrown != null || !receipt.processed()) {
                            System.err.println("not processed: " + receipt + " " + thrown);
                        }
                        free.release();
                    });
        }
        free.acquire(load.outstanding());
        return load.messages() * 1e9 / (System.nanoTime() - start);
    }

    /** Returns the median of request and answer with one in flight, in microseconds. */
    double ask(int count) {
        return Latency.medianMicros(
                count,
                number -> runtime.ask(
                                SinkAgent.TYPE.ref("agent-" + number % 100),
                                new SinkAgent.Ask("x"),
                                Duration.ofSeconds(30))
                        .toCompletableFuture()
                        .join());
    }

    @Override
    public void close() {
        runtime.close();
    }
}
