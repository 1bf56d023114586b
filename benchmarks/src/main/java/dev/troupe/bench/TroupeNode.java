package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Receipt;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.node.metrics.MetricsSettings;
import dev.troupe.node.metrics.NodeMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Ours: {@code AgentRuntime.send} and {@code ask}. A receipt is an acknowledgement. */
final class TroupeNode implements Resource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** As {@code troupe.trace.turns} is by default. */
    private static final int REMEMBERED = 10_000;

    private final ClusterRuntime runtime;
    private final AtomicLong next = new AtomicLong();

    private TroupeNode(ClusterRuntime runtime) {
        this.runtime = runtime;
    }

    static TroupeNode start(Place place) {
        return new TroupeNode(runtime(place, List.of(SinkAgent.definition())));
    }

    static ClusterRuntime runtime(Place place, Collection<? extends AgentDefinition<?, ?>> definitions) {
        var config = "troupe.cluster { port = 0, join = [" + (place.join() == null ? "" : '"' + place.join() + '"')
                + "], roles = [" + (place.hosts() ? SinkAgent.ROLE : "") + "] }\n"
                + "troupe.agents.active-limit = 1000000\ntroupe.delivery.max-pending = 10000\npekko.loglevel = WARNING";
        return ClusterRuntime.start(
                ConfigFactory.parseString(place.config()).withFallback(ConfigFactory.parseString(config)), definitions);
    }

    /** Counts for Prometheus from now on, until what is returned is closed. */
    Resource count() {
        return NodeMetrics.start(runtime, new MetricsSettings(true, false, 100))::close;
    }

    /** Remembers turns for traces from now on, so messages carry a trace. */
    void remember() {
        runtime.listen(new FlightRecorder(runtime.address(), REMEMBERED, Clock.systemUTC()));
    }

    String address() {
        return runtime.address();
    }

    int members() {
        return runtime.status().members().size();
    }

    /** Returns acknowledged messages per second. */
    double send(Load load) throws InterruptedException {
        return send(load, Flow.during(load.time()), number -> "agent-" + next.getAndIncrement() % load.agents());
    }

    /** Sends once to each agent. */
    void wake(Load load) throws InterruptedException {
        send(load, number -> number < load.agents(), number -> "agent-" + number);
    }

    /** Returns how many agents were activated per second: each message goes to one that nobody knew. */
    double activate(Load load) throws InterruptedException {
        return send(load, Flow.during(load.time()), number -> "new-" + next.getAndIncrement());
    }

    private double send(Load load, LongPredicate more, LongFunction<String> agent) throws InterruptedException {
        var put = new SinkAgent.Put(load.text());
        return Flow.perSecond(
                load.outstanding(),
                more,
                flow -> number -> runtime.send(SinkAgent.TYPE.ref(agent.apply(number)), put)
                        .whenComplete((receipt, thrown) -> end(flow, receipt, thrown)));
    }

    /** Ends the piece of work that a send was. */
    static void end(Flow flow, @Nullable Receipt receipt, @Nullable Throwable thrown) {
        if (receipt != null && receipt.processed()) {
            flow.leave();
        } else {
            flow.fail("send: " + receipt + " " + thrown);
        }
    }

    CompletionStage<Receipt> send(String agent, String text) {
        return runtime.send(SinkAgent.TYPE.ref(agent), new SinkAgent.Put(text));
    }

    /** Returns the median of request and answer with one in flight, in microseconds. */
    double askOne(Load load) {
        var request = new SinkAgent.Ask(load.text());
        return Latency.medianMicros(
                Flow.during(load.time()),
                number -> runtime.ask(SinkAgent.TYPE.ref("agent-" + number % load.agents()), request, PATIENCE)
                        .toCompletableFuture()
                        .join());
    }

    /** Returns answered requests per second. */
    double askMany(Load load) throws InterruptedException {
        var request = new SinkAgent.Ask(load.text());
        return Flow.perSecond(
                load.outstanding(),
                Flow.during(load.time()),
                flow -> number -> runtime.ask(SinkAgent.TYPE.ref("agent-" + number % load.agents()), request, PATIENCE)
                        .whenComplete((done, thrown) -> {
                            if (thrown == null) {
                                flow.leave();
                            } else {
                                flow.fail("ask: " + thrown);
                            }
                        }));
    }

    /** Returns the process that an agent lives in. */
    String where(String agent) {
        return runtime.ask(SinkAgent.TYPE.ref(agent), new SinkAgent.Where(), PATIENCE)
                .toCompletableFuture()
                .join()
                .text();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
