package dev.troupe.node.metrics;

import dev.troupe.agent.Failure;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.NodeStatus;
import dev.troupe.engine.counters.Count;
import dev.troupe.engine.counters.EngineCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Names what the engine and the cluster count by themselves; it is read when somebody looks. */
final class CountMetrics {
    private static final double MILLIS = 1_000;

    private final MeterRegistry registry;

    private CountMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    static void register(MeterRegistry registry, ClusterRuntime runtime) {
        var metrics = new CountMetrics(registry);
        metrics.engine(runtime.counters());
        metrics.deadLetters(runtime);
        metrics.cluster(runtime);
    }

    private void engine(EngineCounters counters) {
        count(counters, Count.BATCHES, "troupe.batches", "Batches that were sent to agents");
        count(counters, Count.RESENT, "troupe.messages.resent", "Messages sent again that may have arrived before");
        count(counters, Count.DUPLICATES, "troupe.messages.duplicate", "Messages that agents here dropped as known");
        count(counters, Count.REFUSED, "troupe.messages.refused", "Messages that did not fit an inbox and come again");
        count(counters, Count.REJECTED, "troupe.messages.rejected", "Messages from outside that were refused for good");
        count(counters, Count.ACTIVATIONS, "troupe.agent.activations", "Agents that were loaded");
        count(
                counters,
                Count.PASSIVATIONS,
                "troupe.agent.passivations",
                "Agents unloaded since they had nothing to do");
        count(
                counters,
                Count.STALLS,
                "troupe.stalls",
                "Recipients that were silent or had moved, and were found again");
        counter(
                "troupe.stall.seconds",
                "Time for which those were not heard of",
                counters,
                each -> each.get(Count.STALL_MILLIS) / MILLIS);
    }

    private void count(EngineCounters counters, Count count, String name, String description) {
        counter(name, description, counters, each -> each.get(count));
    }

    private void deadLetters(ClusterRuntime runtime) {
        for (var kind : Failure.Kind.values()) {
            FunctionCounter.builder("troupe.dead.letters", runtime.counters(), counters -> counters.deadLetters(kind))
                    .description("Messages given up on, by failure")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        gauge(
                "troupe.dead.letters.kept",
                "Dead letters in the memory of this node",
                runtime,
                node -> node.deadLetters().list().size());
    }

    private void cluster(ClusterRuntime runtime) {
        ofNode(runtime, "troupe.link.carried", "Batches and reports that links took", NodeStatus::carried);
        ofNode(runtime, "troupe.link.dropped", "Batches and reports over the buffer of a link", NodeStatus::notCarried);
        ofNode(runtime, "troupe.tells.dropped", "Messages of tell that were dropped", NodeStatus::tellsDropped);
        ofNode(
                runtime,
                "troupe.live.events.dropped",
                "Events that slow live listeners lost",
                NodeStatus::eventsDropped);
        ofNode(
                runtime,
                "troupe.directory.changes.refused",
                "Changes of the directory refused at the limit",
                NodeStatus::changesRefused);
        ofNode(runtime, "troupe.shard.moves", "Shards moved by the coordinators of this node", NodeStatus::shardMoves);
        gauge(
                "troupe.link.buffer.bytes",
                "What waits in the fullest link",
                runtime,
                node -> node.status().linkBytes());
        gauge(
                "troupe.link.buffer.limit.bytes",
                "troupe.cluster.link-buffer",
                runtime,
                node -> node.system().settings().config().getBytes("troupe.cluster.link-buffer"));
        gauge(
                "troupe.cluster.members",
                "Nodes of the cluster as this one sees it",
                runtime,
                node -> node.status().members().size());
    }

    private void ofNode(ClusterRuntime runtime, String name, String description, ToDoubleFunction<NodeStatus> value) {
        counter(name, description, runtime, node -> value.applyAsDouble(node.status()));
    }

    private <T> void counter(String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
