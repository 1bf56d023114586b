package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.cluster.ClusterRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The nodes of one test: one in this JVM, which only sends, and others in JVMs of their own. Ends them all; when the
 * test failed, tells what happened when. {@code -Dtroupe.seed} repeats the random choices of a run. In a static field it
 * is for all tests of a class.
 */
final class Jvms implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Network network;
    private final List<NodeProcess> processes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> timeline = Collections.synchronizedList(new ArrayList<>());
    private final long started = System.nanoTime();
    private final long seed = Long.getLong("troupe.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Path directory = Path.of("target", "multinode");
    private final List<HereNode> heres = new ArrayList<>();
    private HereNode here;
    private boolean ofClass;
    private String store = "";
    private String settings = "";

    Jvms() {
        this(new Network.Loopback());
    }

    Jvms(Network network) {
        this.network = network;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ofClass = true;
        open(context.getRequiredTestClass().getSimpleName());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!ofClass) {
            open(context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName());
        }
    }

    private void open(String name) throws IOException {
        directory = Path.of("target", "multinode", name);
        Files.createDirectories(directory);
        try (var old = Files.newDirectoryStream(directory)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        network.open();
        System.out.println(directory.getFileName() + ": -Dtroupe.seed=" + seed);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> report());
        if (!ofClass) {
            end();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end();
    }

    private void end() {
        try {
            heres.forEach(HereNode::close);
        } finally {
            List.copyOf(processes).stream().filter(NodeProcess::isAlive).forEach(NodeProcess::kill);
            network.close();
        }
    }

    /** From now on agents of other JVMs are durable, and nodes store what these settings say. */
    void storeIn(String settings) {
        store = settings;
    }

    boolean durable() {
        return !store.isEmpty();
    }

    /** From now on nodes start with these settings, too, instead of those of an earlier call. */
    void configure(String more) {
        settings = more;
    }

    /** Starts the node of this JVM, which the others join; a second one takes the place of the first. */
    HereNode startHere(AgentDefinition<?, ?>... definitions) {
        String name = "test" + heres.size();
        var config = LedgerNode.config(network.add(null) + ":0", addresses(), List.of(), store + "\n" + settings);
        here = HereNode.start(directory, name, config, List.of(definitions));
        heres.add(here);
        event(here, "ready " + here.address());
        return here;
    }

    List<NodeProcess> startWorkers(String... names) {
        return startAll(LedgerAgent.ROLE, LedgerAgent.TYPE.name(), names);
    }

    NodeProcess startWorker(String name) {
        return startWorkers(name).get(0);
    }

    NodeProcess start(String name, String role, String agentType) {
        return startAll(role, agentType, name).get(0);
    }

    /** Starts nodes side by side and waits until they are ready. */
    List<NodeProcess> startAll(String role, String agentType, String... names) {
        String join = String.join(",", addresses());
        List<NodeProcess> started = new ArrayList<>();
        for (String name : names) {
            started.add(launch(name, List.of(freePort(name), join, role, agentType)));
        }
        started.forEach(node -> event(node, "ready " + node.awaitReady()));
        return started;
    }

    /** Starts a worker that is to fail: does not wait until it is ready. */
    NodeProcess startOutsider(String name, Node join) {
        return launch(name, List.of(freePort(name), join.address(), LedgerAgent.ROLE, LedgerAgent.TYPE.name()));
    }

    /** Starts a worker where one was that has ended. */
    NodeProcess startAgain(NodeProcess ended) {
        String join = String.join(",", addresses());
        var node = launch(
                ended.name() + "-again", List.of(ended.address(), join, LedgerAgent.ROLE, LedgerAgent.TYPE.name()));
        event(node, "ready " + node.awaitReady());
        return node;
    }

    /** Returns all nodes there ever were. */
    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(heres);
        nodes.addAll(List.copyOf(processes));
        return nodes;
    }

    /** Returns the nodes that run now. */
    List<Node> living() {
        return nodes().stream().filter(Node::isAlive).toList();
    }

    long seed() {
        return seed;
    }

    Random random() {
        return random;
    }

    ClusterRuntime runtime() {
        return here.runtime();
    }

    /** Makes every agent active, so that later stalls are not those of the first messages. */
    void wakeAgents(int agents) throws Exception {
        List<CompletableFuture<LedgerAgent.Page>> pages = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            pages.add(runtime()
                    .ask(LedgerAgent.TYPE.ref("agent-" + agent), new LedgerAgent.Read(), Duration.ofMinutes(2))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);
        event(here, agents + " agents awake");
    }

    /** Has these nodes send, and waits until messages of each are settled. */
    void sendFrom(Collection<? extends Node> senders, int agents) {
        senders.forEach(sender -> sender.send(Traffic.Load.gentle(agents, seed)));
        awaitProgress(senders, 200);
        event(here, "traffic from " + senders);
    }

    /** Waits until each of these has sent so many more, and has so many more receipts. */
    void awaitProgress(Collection<? extends Node> senders, int more) {
        for (var sender : senders) {
            var before = sender.counts();
            await("traffic of " + sender).atMost(PATIENCE).untilAsserted(() -> {
                var now = sender.counts();
                assertThat(now.sent()).as("sent, %s", now).isGreaterThanOrEqualTo(before.sent() + more);
                assertThat(now.settled()).as("settled, %s", now).isGreaterThanOrEqualTo(before.settled() + more);
            });
        }
        event(here, "progress of " + senders);
    }

    /** Ends the traffic of these and waits until each of their messages has an outcome; then all books balance. */
    void settle(Collection<? extends Node> senders) {
        senders.forEach(Node::stopSending);
        for (var sender : senders) {
            // An accepted message expires after five minutes; that is an outcome too.
            await("receipts of " + sender).atMost(Duration.ofMinutes(7)).untilAsserted(() -> {
                var now = sender.counts();
                assertThat(now.settled()).as("settled, %s", now).isEqualTo(now.sent());
            });
        }
        for (var node : living()) {
            assertThat(node.imbalance())
                    .as("messages that %s has lost, as its books say", node)
                    .isZero();
        }
        event(here, "all settled of " + senders);
    }

    /** Waits until these see each other, and nobody else, as members. */
    void awaitMembers(Collection<? extends Node> members) {
        var expected = members.stream().map(Node::address).sorted().toList();
        for (var member : members) {
            await("members seen by " + member)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(member.members()).isEqualTo(expected));
        }
        event(here, "members are " + members);
    }

    /** Waits until each of these was refused a message because there are too many. */
    void awaitOverload(Collection<? extends Node> senders) {
        for (var sender : senders) {
            await("backpressure at " + sender)
                    .atMost(PATIENCE)
                    .until(sender::counts, counts -> counts.overloaded() > 0);
        }
        event(here, "backpressure at " + senders);
    }

    /**
     * Pauses a node until the others have given it up and go on, and awaits that it ends itself when it wakes.
     *
     * @return when it woke, in milliseconds since the epoch
     */
    long pauseUntilGivenUp(NodeProcess paused, List<Node> survivors, Duration pause) throws Exception {
        event(paused, "pause");
        paused.pause();
        whileThatLasts(pause);
        awaitMembers(survivors);
        awaitProgress(survivors, 500);
        event(paused, "resume");
        long resumedAt = System.currentTimeMillis();
        paused.resume();
        assertThat(paused.awaitEnd()).as("exit value").isEqualTo(LedgerNode.DOWNED);
        event(paused, "ended itself");
        return resumedAt;
    }

    /** Lets a fault last: its length is what is tested, nothing is expected to be done by the end of it. */
    void whileThatLasts(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        await("the end of the fault").atMost(length.plus(PATIENCE)).until(() -> System.nanoTime() - end >= 0);
    }

    /** Waits until all nodes that run see each other, and nobody else, as members. */
    List<Node> awaitAgreement() {
        return awaitFewerThatAgree(Integer.MAX_VALUE);
    }

    /** Waits until fewer nodes run than before, and all that run see each other, and nobody else, as members. */
    List<Node> awaitFewerThatAgree(int before) {
        await("nodes that agree, fewer than " + before).atMost(PATIENCE).until(() -> {
            var living = living();
            return living.size() < before && agree(living);
        });
        event(here, "agree: " + living());
        return living();
    }

    /** Waits until a node's agents applied a message that they had not before. */
    void awaitApplied(Node node) {
        int before = Trace.read(node.trace()).size();
        await("messages applied on " + node)
                .atMost(PATIENCE)
                .until(() -> Trace.read(node.trace()).size(), size -> size > before);
        event(node, "applies");
    }

    /** Cuts every way between the two sides, at both ends. */
    void cut(Collection<? extends Node> side, Collection<? extends Node> other) {
        for (var a : side) {
            for (var b : other) {
                network.cut(a, b);
                network.cut(b, a);
            }
        }
        event(here, "cut " + side + " | " + other);
    }

    /** Drops what {@code from} sends to {@code to}; the other way stays open. */
    void cutOneWay(Node from, Node to) {
        network.cut(from, to);
        event(here, "cut " + from + " -> " + to);
    }

    void mend(Collection<? extends Node> side, Collection<? extends Node> other) {
        for (var a : side) {
            for (var b : other) {
                network.mend(a, b);
            }
        }
        event(here, "mend " + side + " | " + other);
    }

    /** Notes what happened, for the report of a failed test. */
    void event(Node node, String what) {
        var time = Duration.ofNanos(System.nanoTime() - started);
        timeline.add(String.format("%8d ms  %-8s %s", time.toMillis(), node.name(), what));
    }

    /** A node that leaves may be the first that was there, so all are named. */
    private List<String> addresses() {
        return living().stream().map(Node::address).toList();
    }

    private static boolean agree(List<Node> nodes) {
        var expected = nodes.stream().map(Node::address).sorted().toList();
        try {
            return nodes.stream().allMatch(node -> node.members().equals(expected));
        } catch (IllegalStateException e) {
            return false; // one of them has just ended
        }
    }

    private String freePort(String name) {
        return network.add(name) + ":0";
    }

    private NodeProcess launch(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add(store);
        all.add(settings);
        var node = NodeProcess.start(directory, name, network.prefix(name), all);
        event(node, "start");
        processes.add(node);
        return node;
    }

    private void report() {
        System.out.println("seed " + seed);
        List.copyOf(timeline).forEach(System.out::println);
        for (var node : List.copyOf(processes)) {
            System.out.println("--- " + node.name() + (node.isAlive() ? "" : ", ended with " + node.exitValue()));
            node.lastLines(40).forEach(System.out::println);
        }
    }
}
