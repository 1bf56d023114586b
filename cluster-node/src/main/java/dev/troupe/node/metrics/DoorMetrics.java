package dev.troupe.node.metrics;

import dev.troupe.gateway.http.HttpStatus;
import dev.troupe.gateway.worker.WorkerStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Names what passes through the doors of a node. */
final class DoorMetrics {
    private final MeterRegistry registry;
    /** Counters hold what they read weakly. */
    private final List<Object> held = new ArrayList<>();

    DoorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param door {@code gateway} or {@code management} */
    void http(String door, Supplier<HttpStatus> status) {
        held.add(status);
        answers(door, "done", status, HttpStatus::done);
        answers(door, "refused", status, HttpStatus::refused);
        answers(door, "failed", status, HttpStatus::failed);
        Gauge.builder("troupe.http.requests.in.work", status, each -> each.get().inWork())
                .description("Requests that are not answered")
                .tag("door", door)
                .strongReference(true)
                .register(registry);
        Gauge.builder("troupe.http.streams", status, each -> each.get().streams())
                .description("Streams of events that are open")
                .tag("door", door)
                .strongReference(true)
                .register(registry);
    }

    private void answers(String door, String result, Supplier<HttpStatus> status, ToDoubleFunction<HttpStatus> value) {
        FunctionCounter.builder("troupe.http.requests", status, each -> value.applyAsDouble(each.get()))
                .description("Requests that were answered: below 400, below 500, or above")
                .tag("door", door)
                .tag("result", result)
                .register(registry);
    }

    void workers(Supplier<WorkerStatus> status) {
        held.add(status);
        Gauge.builder("troupe.gateway.sessions", status, each -> each.get().workers())
                .description("Workers that are connected")
                .strongReference(true)
                .register(registry);
        count("requests", "Requests written to workers", status, WorkerStatus::requests);
        count("redelivered", "Of those, requests that a worker before may have had", status, WorkerStatus::redelivered);
        count("events", "Events written to workers", status, WorkerStatus::events);
        count("events.in.doubt", "Of those, events whose worker has gone", status, WorkerStatus::eventsInDoubt);
        count("refused", "Messages of workers that were dropped", status, WorkerStatus::refused);
    }

    private void count(
            String name, String description, Supplier<WorkerStatus> status, ToDoubleFunction<WorkerStatus> value) {
        FunctionCounter.builder("troupe.gateway.worker." + name, status, each -> value.applyAsDouble(each.get()))
                .description(description)
                .register(registry);
    }
}
