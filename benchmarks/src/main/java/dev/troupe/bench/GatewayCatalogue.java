package dev.troupe.bench;

import dev.troupe.bench.WorkerPair.Figures;
import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is measured of gateways. */
final class GatewayCatalogue {
    private static final int SMALL = 100;
    private static final int LARGE = 10_000;
    private static final int MANY = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    /** Both hosts, each with workers of its own. */
    private record Hosts(WorkerPair autoGen, WorkerPair troupe) implements Resource {
        static Hosts start() throws Exception {
            var python = AutoGen.in(Path.of(System.getProperty("troupe.home", "."), "target", "python"));
            var hosts = Resources.start(resources -> {
                var autoGen = resources.add(WorkerPair.ofAutoGen(python));
                return new Hosts(autoGen, resources.add(WorkerPair.ofTroupe(python)));
            });
            hosts.warmUp();
            return hosts;
        }

        /** A gateway that has just started spends more time on compiling than on messages. */
        private void warmUp() throws IOException {
            for (var pair : List.of(autoGen, troupe)) {
                pair.run(new WorkerPair.Load("requests", MANY, WARM_UP, SMALL));
                pair.run(new WorkerPair.Load("events", MANY, WARM_UP, SMALL));
                pair.run(new WorkerPair.Load("requests", 1, WARM_UP, SMALL));
            }
        }

        @Override
        public void close() throws IOException {
            troupe.close();
            autoGen.close();
        }
    }

    private GatewayCatalogue() {}

    static List<Suite<?>> suites(Duration time) {
        List<Scenario<Hosts>> scenarios = new ArrayList<>();
        scenarios.addAll(of("request-1", "one request in flight", new WorkerPair.Load("requests", 1, time, SMALL)));
        scenarios.addAll(
                of("request-100", "100 requests in flight", new WorkerPair.Load("requests", MANY, time, SMALL)));
        scenarios.addAll(of("event-100b", "events of 100 B", new WorkerPair.Load("events", MANY, time, SMALL)));
        scenarios.addAll(of("event-10kb", "events of 10 KB", new WorkerPair.Load("events", MANY, time, LARGE)));
        return List.of(
                new Suite<>(Suite.Pace.THROUGHPUT, Hosts::start, scenarios),
                new Suite<>(Suite.Pace.THROUGHPUT, () -> HttpHosts.start(overHttp(WARM_UP)), http(overHttp(time))));
    }

    private static Load overHttp(Duration time) {
        return new Load(1, 32, SMALL, time);
    }

    private static List<Scenario<Hosts>> of(String name, String about, WorkerPair.Load load) {
        return List.of(
                scenario(name, about + ", through AutoGen's host and ours", "msg/s", load, Floor.ratioAtLeast(1.5)),
                scenario(name + "-p50", "median latency of " + about, "us", load, Floor.ratioAtMost(0.8)),
                scenario(name + "-p99", "99th percentile of " + about, "us", load, Floor.NONE),
                scenario(name + "-cpu", "processor time of the host, " + about, "us/msg", load, Floor.ratioAtMost(0.8)),
                scenario(
                        name + "-workers",
                        "processor time of both workers, which no host can spare, " + about,
                        "us/msg",
                        load,
                        Floor.NONE));
    }

    private static List<Scenario<HttpHosts>> http(Load load) {
        String about = "messages by HTTP, 32 connections, against a bare server that answers 202";
        return List.of(
                new Scenario<>(
                        "http-send",
                        about,
                        "msg/s",
                        Floor.NONE,
                        hosts -> {},
                        hosts -> hosts.bare(load).perSecond(),
                        hosts -> hosts.troupe(load).perSecond()),
                new Scenario<>(
                        "http-send-p99",
                        "99th percentile of " + about,
                        "us",
                        Floor.NONE,
                        hosts -> {},
                        hosts -> hosts.bare(load).p99(),
                        hosts -> hosts.troupe(load).p99()));
    }

    private static Scenario<Hosts> scenario(String name, String about, String unit, WorkerPair.Load load, Floor floor) {
        ToDoubleFunction<Figures> figure = switch (name.substring(name.lastIndexOf('-') + 1)) {
            case "p50" -> Figures::p50;
            case "p99" -> Figures::p99;
            case "cpu" -> Figures::hostMicrosPerMessage;
            case "workers" -> Figures::workerMicrosPerMessage;
            default -> Figures::perSecond;
        };
        return new Scenario<>(
                name,
                about,
                unit,
                floor,
                hosts -> {},
                hosts -> figure.applyAsDouble(hosts.autoGen().run(load)),
                hosts -> figure.applyAsDouble(hosts.troupe().run(load)));
    }
}
