package dev.troupe.node.metrics;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.HttpStatus;
import dev.troupe.gateway.http.Route;
import dev.troupe.gateway.worker.WorkerStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What a node counts, as Prometheus reads it. Most of it is read where it is counted when somebody looks; only turns and
 * writes of the journal are heard of one by one. Labels have few values: agent types up to a limit, kinds of failures, doors;
 * never keys, tenants or addresses. Close it before its runtime.
 */
public final class NodeMetrics implements AutoCloseable {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    /** A lane that is silent for so long has ended, or has more to do than to be counted. */
    private static final long CENSUS_SECONDS = 5;

    private final ClusterRuntime runtime;
    private final MetricsSettings settings;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DoorMetrics doors = new DoorMetrics(registry);
    private final TypeGauges types;
    private final SourceMetrics sources = new SourceMetrics(registry);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private volatile LaneCensus lastCensus = new LaneCensus(Map.of());

    private NodeMetrics(ClusterRuntime runtime, MetricsSettings settings) {
        this.runtime = runtime;
        this.settings = settings;
        var names = new BoundedNames(settings.agentTypes());
        var turns = new TurnMetrics(registry, names);
        this.types = new TypeGauges(registry, names);
        for (var definition : runtime.definitions()) {
            turns.know(definition.type().name());
            types.know(definition.type().name());
        }
        CountMetrics.register(registry, runtime);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        runtime.listen(turns);
    }

    /** Begins to count what a node does. */
    public static NodeMetrics start(ClusterRuntime runtime, MetricsSettings settings) {
        return new NodeMetrics(runtime, settings);
    }

    /** Counts the requests of a door, too: {@code gateway} or {@code management}. */
    public NodeMetrics withHttp(String door, Supplier<HttpStatus> status) {
        doors.http(door, status);
        return this;
    }

    /** Counts the workers of a gateway, too. */
    public NodeMetrics withWorkers(Supplier<WorkerStatus> status) {
        doors.workers(status);
        return this;
    }

    /** Shows the messages of which nobody knows what became of them, too. */
    public NodeMetrics withLedger(LongSupplier imbalance) {
        Gauge.builder("troupe.ledger.imbalance", imbalance, LongSupplier::getAsLong)
                .description("Accepted messages that are neither processed, nor dead letters, nor in flight")
                .strongReference(true)
                .register(registry);
        return this;
    }

    /** Returns what serves them. */
    public Route route() {
        var route = Route.of("GET", "/metrics", this::onMetrics).producing("text/plain");
        return settings.open() ? route.forEverybody() : route;
    }

    private CompletionStage<HttpResponse> onMetrics(Call call) {
        if (!settings.open()) {
            call.require(Action.READ, new Resource.OfCluster("metrics"));
        }
        // The lanes have better to do than to write this.
        return runtime.census()
                .toCompletableFuture()
                .completeOnTimeout(lastCensus, CENSUS_SECONDS, TimeUnit.SECONDS)
                .thenApplyAsync(
                        census -> Answers.bytes(200, TYPE, text(census).getBytes(StandardCharsets.UTF_8)),
                        runtime.system().executionContext());
    }

    private synchronized String text(LaneCensus census) {
        lastCensus = census;
        sources.update();
        types.show(census, runtime.activeAgents().sizes());
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
