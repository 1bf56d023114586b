package dev.troupe.bench;

import dev.troupe.bench.Suite.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All scenarios, and what is asked of them. */
final class Catalogue {
    private static final int MANY = 10_000;
    private static final int BYTES = 100;
    private static final int LARGE_BYTES = 10_000;
    private static final int ASKED = 100;
    private static final int IN_FLIGHT = 64;
    /** As {@code troupe.delivery.max-pending} allows for one recipient by default. */
    private static final int OUTSTANDING_OF_ONE = 1_000;
    /** As {@code troupe.delivery.max-pending-per-source} allows for one topic source. */
    private static final int DELIVERIES_OF_ONE_SOURCE = 10_000;
    /** The controller holds 1,000 messages at most, and ends beyond that. */
    private static final int OUTSTANDING_OF_CONTROLLERS = 500;
    /** Pekko's controllers slow down with every entity they know. */
    private static final Duration LONGEST_WAKING = Duration.ofMinutes(2);

    /** What is asked where nodes are this close. */
    private record Floors(String where, Floor fewAgents, Floor manyAgents, Floor latency) {}

    private static final Floors LOCAL =
            new Floors("local", Floor.ratioAtLeast(1.2), Floor.ratioAtLeast(0.8), Floor.ratioAtMost(2));
    private static final Floors REMOTE =
            new Floors("remote", Floor.ratioAtLeast(4), Floor.ratioAtLeast(1.8), Floor.ratioAtMost(1.2));

    /** How long one side of one round sends. */
    private final Duration time;

    private Catalogue(Duration time) {
        this.time = time;
    }

    /** @param time how long one side of one round sends */
    static List<Suite<?>> suites(Duration time) {
        var catalogue = new Catalogue(time);
        List<Scenario<Nodes<BareNode, TroupeNode>>> local = new ArrayList<>(catalogue.messages(LOCAL));
        local.add(catalogue.activation());
        return List.of(
                new Suite<>(Pace.THROUGHPUT, Nodes::local, local),
                new Suite<>(Pace.THROUGHPUT, Nodes::remote, catalogue.messages(REMOTE)),
                new Suite<>(Pace.THROUGHPUT, Nodes::controllers, List.of(catalogue.controllers())),
                catalogue.topics("local", 1, Floor.NONE),
                catalogue.topics("local", 10, Floor.NONE),
                catalogue.topics("local", 1_000, Floor.NONE),
                catalogue.topics("remote", 1, Floor.NONE),
                catalogue.topics("remote", 10, Floor.ratioAtLeast(0.5)),
                catalogue.topics("remote", 1_000, Floor.NONE),
                new Suite<>(Pace.THROUGHPUT, Nodes::metered, List.of(catalogue.metrics())),
                new Suite<>(Pace.THROUGHPUT, Nodes::traced, List.of(catalogue.traces())),
                new Suite<>(Pace.OWN_JVMS, Resources::new, List.of(memory(), failover())));
    }

    private List<Scenario<Nodes<BareNode, TroupeNode>>> messages(Floors floors) {
        var one = new Load(1, OUTSTANDING_OF_ONE, BYTES, time);
        var few = new Load(100, MANY, BYTES, time);
        var large = new Load(100, OUTSTANDING_OF_ONE, LARGE_BYTES, time);
        var many = new Load(MANY, MANY, BYTES, time);
        return List.of(
                send("send-" + floors.where() + "-1", one, Floor.NONE),
                send("send-" + floors.where() + "-100", few, floors.fewAgents()),
                send("send-" + floors.where() + "-10kb", large, Floor.NONE),
                send("send-" + floors.where() + "-10000", many, floors.manyAgents()),
                sendToVeryMany(floors.where(), many),
                askOne(floors),
                askMany(floors.where()));
    }

    private static Scenario<Nodes<BareNode, TroupeNode>> send(String name, Load load, Floor floor) {
        return new Scenario<>(
                name,
                "send and acknowledgement, " + text(load) + ", against a tell over sharding and a tell back",
                "msg/s",
                floor,
                nodes -> {
                    nodes.bare().wake(load);
                    nodes.troupe().wake(load);
                },
                nodes -> nodes.bare().send(load),
                nodes -> nodes.troupe().send(load));
    }

    /** Turns are timed for metrics only, so this is what they cost. */
    private Scenario<Nodes<TroupeNode, TroupeNode>> metrics() {
        return ours("metrics-local", "on a node with metrics against one without");
    }

    /** The header of each message, and what is kept of each turn. */
    private Scenario<Nodes<TroupeNode, TroupeNode>> traces() {
        return ours("trace-local", "on a node that remembers turns for traces against one that does not");
    }

    private Scenario<Nodes<TroupeNode, TroupeNode>> ours(String name, String what) {
        var load = new Load(100, MANY, BYTES, time);
        return new Scenario<>(
                name,
                "send and acknowledgement, " + text(load) + ", " + what,
                "msg/s",
                Floor.ratioAtLeast(0.95),
                nodes -> {
                    nodes.bare().wake(load);
                    nodes.troupe().wake(load);
                },
                nodes -> nodes.bare().send(load),
                nodes -> nodes.troupe().send(load));
    }

    private Scenario<Nodes<BareNode, TroupeNode>> sendToVeryMany(String where, Load many) {
        var veryMany = new Load(10 * MANY, MANY, BYTES, time);
        return new Scenario<>(
                "send-" + where + "-100000",
                "the same, " + text(veryMany) + ", against ours with 10,000 agents",
                "msg/s",
                Floor.ratioAtLeast(0.8),
                nodes -> nodes.troupe().wake(veryMany),
                nodes -> nodes.troupe().send(many),
                nodes -> nodes.troupe().send(veryMany));
    }

    private Scenario<Nodes<BareNode, TroupeNode>> askOne(Floors floors) {
        var load = new Load(ASKED, 1, BYTES, time);
        return new Scenario<>(
                "ask-" + floors.where() + "-1",
                "median of request and answer, " + text(load) + ", against a sharding ask",
                "us",
                floors.latency(),
                nodes -> {
                    nodes.bare().wake(load);
                    nodes.troupe().wake(load);
                },
                nodes -> nodes.bare().askOne(load),
                nodes -> nodes.troupe().askOne(load));
    }

    private Scenario<Nodes<BareNode, TroupeNode>> askMany(String where) {
        var load = new Load(ASKED, IN_FLIGHT, BYTES, time);
        return new Scenario<>(
                "ask-" + where + "-64",
                "requests and answers, " + text(load) + ", against a sharding ask",
                "req/s",
                Floor.NONE,
                nodes -> {
                    nodes.bare().wake(load);
                    nodes.troupe().wake(load);
                },
                nodes -> nodes.bare().askMany(load),
                nodes -> nodes.troupe().askMany(load));
    }

    private Scenario<Nodes<BareNode, TroupeNode>> activation() {
        var load = new Load(1, OUTSTANDING_OF_ONE, BYTES, time);
        return new Scenario<>(
                "activation-local",
                "first messages to agents that are new, 1,000 outstanding, against new sharded entities",
                "agents/s",
                Floor.NONE,
                nodes -> {},
                nodes -> nodes.bare().activate(load),
                nodes -> nodes.troupe().activate(load));
    }

    private Scenario<Nodes<BareControllers, TroupeNode>> controllers() {
        var load = new Load(MANY, OUTSTANDING_OF_CONTROLLERS, BYTES, time);
        return new Scenario<>(
                "controllers-remote-10000",
                "send and acknowledgement, " + text(load) + ", against ShardingProducerController",
                "msg/s",
                Floor.ratioAtLeast(100),
                nodes -> {
                    long woken = nodes.bare().wake(load, LONGEST_WAKING);
                    if (woken < load.agents()) {
                        System.out.printf("(the baseline knows %,d of %,d entities)%n", woken, load.agents());
                    }
                    nodes.troupe().wake(load);
                },
                nodes -> nodes.bare().send(load),
                nodes -> nodes.troupe().send(load));
    }

    private Suite<?> topics(String where, int subscribers, Floor floor) {
        int outstanding = Math.min(OUTSTANDING_OF_ONE, DELIVERIES_OF_ONE_SOURCE / subscribers);
        var load = new Load(subscribers, outstanding, BYTES, time);
        var scenario = new Scenario<Nodes<BareTopics, TroupeTopics>>(
                "publish-" + where + "-" + subscribers,
                String.format(
                        "deliveries to %,d subscribers, %,d publications outstanding, against DistributedPubSub",
                        subscribers, outstanding),
                "dlv/s",
                floor,
                nodes -> {},
                nodes -> nodes.bare().publish(load),
                nodes -> nodes.troupe().publish(load));
        return new Suite<>(
                Pace.THROUGHPUT,
                () -> where.equals("local") ? Nodes.localTopics(subscribers) : Nodes.remoteTopics(subscribers),
                List.of(scenario));
    }

    private static Scenario<Resources> memory() {
        return new Scenario<>(
                "memory",
                "heap of an idle agent, of 100,000, against a sharded entity",
                "bytes",
                Floor.extraAtMost(1_536),
                none -> {},
                none -> Memory.bytesEach(Memory.Kind.BARE),
                none -> Memory.bytesEach(Memory.Kind.TROUPE));
    }

    private static Scenario<Resources> failover() {
        return new Scenario<>(
                "failover",
                "SIGKILL of the other JVM: from the end of its removal to the first message applied here",
                "ms",
                Floor.oursAtMost(1_000),
                none -> {},
                none -> Failover.bare(),
                none -> Failover.troupe());
    }

    private static String text(Load load) {
        return String.format("%,d agents, %,d outstanding, %,d bytes", load.agents(), load.outstanding(), load.bytes());
    }
}
