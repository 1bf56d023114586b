package dev.troupe.node.management;

import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers probes: 200 or 503, and which check says why. Everybody may ask, since probes have no token. */
final class HealthRoutes {
    private final Health health;

    HealthRoutes(Health health) {
        this.health = health;
    }

    List<Route> routes() {
        return List.of(
                route("/ready", health::ready), route("/started", health::started), route("/alive", health::alive));
    }

    private static Route route(String path, Supplier<Health.Report> report) {
        return Route.of("GET", path, call -> CompletableFuture.completedFuture(answer(report.get())))
                .forEverybody();
    }

    private static HttpResponse answer(Health.Report report) {
        Map<String, Object> checks = new LinkedHashMap<>();
        report.checks().forEach((name, why) -> checks.put(name, why.isEmpty() ? "ok" : why));
        return Answers.json(
                report.healthy() ? 200 : 503, Map.of("status", report.healthy() ? "ok" : "failing", "checks", checks));
    }
}
