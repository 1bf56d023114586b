package dev.troupe.multinode;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import dev.troupe.samples.triage.AuditAgent;
import dev.troupe.samples.triage.TriageModule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The triage of the sample with two nodes for each role: this JVM has them all, and a JVM of its own has each. Those leave
 * one after the other, while documents flow and callers ask.
 */
class DrainEachRoleIT {
    private static final Duration PATIENCE = DocumentFeed.PATIENCE;
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*management=(\\S+)");
    private static final Pattern DOOR = Pattern.compile(" http=(\\S+)");
    private static final Pattern REPORT = Pattern.compile("(?m)^drained in .*$");
    private static final String GATEWAY = "gateway";

    /** The agents by the role of their nodes. */
    private static final Map<String, String> TYPES =
            Map.of("triage", "triage", "gpu", "research", "regulated", "policy");

    @TempDir
    private Path directory;

    private final List<AutoCloseable> running = new ArrayList<>();

    private record Leaver(String role, MainProcess process, String address, String management) {}

    @AfterEach
    void stop() throws Exception {
        for (int last = running.size() - 1; last >= 0; last--) {
            running.get(last).close();
        }
    }

    @Test
    void losesNothingWhenOneNodeOfEachRoleLeavesUnderTraffic() throws Exception {
        var here = startHere();
        var leavers = startLeavers(here, List.of("triage", "gpu", "regulated", GATEWAY));
        Matcher door = leavers.get(3).process().awaitPrinted(DOOR);
        var feed = new DocumentFeed(here, door.group(1));
        running.add(feed);
        feed.warmUp();
        var queues = queuesByText(feed.books());
        feed.start();

        for (var leaver : leavers) {
            awaitWork(leaver);
            feed.awaitMore();
            drain(leaver, here);
            feed.awaitMore();
        }
        feed.stopAndAwaitDecisions();

        System.out.println(feed.documents() + " documents decided; callers: " + feed.answered() + " answered, "
                + feed.refused() + " refused by the gateway that left");
        assertThat(feed.lost()).as("callers without an answer").isEmpty();
        assertThat(feed.refused()).isPositive();
        var books = feed.books();
        assertThat(books).allMatch(totals -> totals.appliedTwice() == 0 && totals.again() == 0 && !totals.full());
        assertThat(queues)
                .hasSize(2)
                .allSatisfy((text, found) -> assertThat(found).hasSize(1).doesNotContain("manual"));
        assertThat(queuesByText(books))
                .as("an agent that did not answer sends documents elsewhere")
                .isEqualTo(queues);
        assertThat(imbalance(here)).isZero();
    }

    private static void drain(Leaver leaver, RunningNode here) throws Exception {
        var worst = new AtomicLong();
        long began = System.nanoTime();

        leaver.process().terminate();
        await("the end of " + leaver.role()).atMost(PATIENCE).until(() -> {
            worst.accumulateAndGet(imbalance(here), Math::max);
            return !leaver.process().isAlive();
        });

        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        String report = leaver.process().awaitPrinted(REPORT).group();
        System.out.println(leaver.role() + " ended " + millis + " ms after the signal: " + report);
        assertThat(leaver.process().awaitExit()).as("exit code; %s", report).isZero();
        assertThat(report).doesNotContain("cut off", "unknown end", "not moved in time");
        if (!leaver.role().equals(GATEWAY)) {
            assertThat(report).doesNotContain(" 0 agents moved");
        }
        assertThat(worst).hasValue(0);
        assertThat(imbalance(here)).isZero();
    }

    private RunningNode startHere() {
        var config = ConfigFactory.parseString("troupe.cluster { port = 0\n"
                + "roles = [audit, triage, gpu, regulated, gateway] }\n"
                + "troupe { management.http.port = 0, gateway { http.port = 0, grpc.port = 0 } }\n"
                + "troupe.store." + store() + "\npekko.cluster.split-brain-resolver.stable-after = 4s");
        var here = RunningNode.start(config, new TriageModule().definitions());
        running.add(here);
        return here;
    }

    private List<Leaver> startLeavers(RunningNode here, List<String> roles) {
        Map<String, MainProcess> processes = new HashMap<>();
        for (String role : roles) {
            List<String> arguments = new ArrayList<>(List.of("node", "--modules", "triage", "--roles", role));
            arguments.addAll(List.of("--port", "0", "--management-port", "0"));
            arguments.addAll(List.of("--set", "troupe.gateway.http.port=0", "--set", "troupe.gateway.grpc.port=0"));
            arguments.addAll(List.of("--join", here.runtime().address(), "--set", "troupe.store." + store()));
            var process = MainProcess.start("DrainEachRoleIT." + role, arguments);
            running.add(process);
            processes.put(role, process);
        }
        List<Leaver> leavers = new ArrayList<>();
        for (String role : roles) {
            var ready = processes.get(role).awaitPrinted(READY);
            leavers.add(new Leaver(role, processes.get(role), ready.group(1), ready.group(2)));
        }
        return leavers;
    }

    private String store() {
        return "embedded.file=\"" + directory.resolve("store.db") + '"';
    }

    /** A node without agents would leave easily. */
    private static void awaitWork(Leaver leaver) {
        String type = TYPES.get(leaver.role());
        if (type != null) {
            await("agents at " + leaver.role())
                    .atMost(PATIENCE)
                    .until(() -> get(leaver.management() + "/v1/agents?type=" + type)
                            .contains('"' + leaver.address() + '"'));
        }
    }

    private static long imbalance(RunningNode here) throws IOException {
        String ledger = get(here.management().orElseThrow().uri() + "/v1/ledger");
        return Json.parse(ledger, JsonNode.class).path("imbalance").asLong();
    }

    private static String get(String uri) throws IOException {
        try (var answer = URI.create(uri).toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns where the documents of each text went. */
    private static Map<String, Set<String>> queuesByText(Collection<AuditAgent.Totals> books) {
        Map<String, Set<String>> queues = new HashMap<>();
        for (var totals : books) {
            totals.queues()
                    .forEach((id, queue) ->
                            queues.merge(id.substring(id.lastIndexOf('-')), Set.of(queue), DrainEachRoleIT::union));
        }
        return queues;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(toSet());
    }
}
